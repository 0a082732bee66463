package fsm

import (
	"testing"
	"time"
)

// Ensure that who texted STOP and START in the same moment stays subscribed where a new program no longer
// has the question that is open, and that who is mended to stopped is in no run.
func TestMendKeepsConsent(t *testing.T) {
	p := compiled(t, "capped")
	now := At(time.Date(2026, 3, 4, 16, 0, 0, 0, time.UTC))
	rec := Record{Phone: thePerson, Version: 1, Seq: 1, Revision: "old", Zones: []string{theZone}, State: "subscribed+gone.question",
		Marketing: Consent{Given: true, Proven: true}, StoppedAt: now.Add(-time.Hour), StartedAt: now.Add(-time.Hour),
		RunSeq: 1, Runs: []Run{{ID: 1, Workflow: "news", Step: "tell", Phase: Asked, Revision: "old"}},
		Calendar: []Item{{At: now.Add(time.Hour), Kind: ItemTimeout, Run: 1, Step: "tell"}},
		Question: &Question{Run: 1, Workflow: "gone", Step: "question"}}
	for _, c := range []struct {
		given bool
		want  State
		runs  int
	}{{true, Subscribed, 1}, {false, Stopped, 0}} {
		rec.Marketing.Given = c.given
		dec, err := decideChecked(p, rec.clone(), Inputs{Secret: []byte(testSecret), Salt: []byte("salt")}, Tick{}, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := dec.Next; got.State != c.want || len(got.Runs) != c.runs || got.Marketing.Given != c.given {
			t.Errorf("given %v: the state is %s with %d runs, want %s with %d", c.given, got.State, len(got.Runs), c.want, c.runs)
		}
	}
}
