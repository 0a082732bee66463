package proof

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

// Ensure that no fuse blows, whatever happens under whatever program and whatever becomes of the texts:
// only a fault can bring one about. People are brought in by hand, too.
func TestFusesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randomProgram(t)
		b := Bounds(p)
		w := begin(&world{t: t, p: p, bounds: &b, fate: func(w *world) fsm.Outcome {
			return rapid.SampledFrom([]fsm.Outcome{fsm.Accepted, fsm.Accepted, fsm.Accepted, fsm.NotSent, fsm.Throttled, fsm.InDoubt, fsm.Refused}).Draw(w.t, "fate")
		}})
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			switch flights := w.rec.Flights(); {
			case len(flights) > 0 && rapid.Bool().Draw(t, "resolve"):
				outcome := rapid.SampledFrom([]fsm.Outcome{fsm.Accepted, fsm.NotSent, fsm.GivenUp}).Draw(t, "outcome")
				w.decide(fsm.Settled{Seq: rapid.SampledFrom(flights).Draw(t, "flight").Seq, Outcome: outcome}, false)
			case rapid.IntRange(0, 9).Draw(t, "by hand") == 0:
				w.do(fsm.Enrol{Workflow: "w0", ID: w.id()})
			default:
				w.step()
			}
		}
	})
}

// Ensure the bounds are those that check tells.
func TestBounds(t *testing.T) {
	compile := func(caps []fsm.Cap, w fsm.Workflow) fsm.Bounds {
		p, err := fsm.Compile(fsm.Definition{Brand: "Acme", Contact: "c", Frequency: "f", Quiet: always(), Caps: caps, Workflows: []fsm.Workflow{w}}, "r1")
		if err != nil {
			t.Fatal(err)
		}
		return Bounds(p)
	}
	two := []fsm.Step{send("a", day/24), send("b", day/24)}
	for name, test := range map[string]struct {
		got           fsm.Bounds
		workflow, all int
	}{
		"a limit":               {compile(nil, limited(1, 30*day, two...)), 2, 2},
		"a broadcast":           {compile(nil, fsm.Workflow{Name: "w", Class: fsm.Promo, Enter: fsm.Enter{Once: "2026-03-05 10:00"}, Steps: two}), 2, 2},
		"nothing starts it":     {compile(nil, fsm.Workflow{Name: "w", Class: fsm.Promo, Steps: two}), 0, 0},
		"a cap alone":           {compile([]fsm.Cap{{Max: 3, Per: day}}, limited(0, 0, two...)), 3, 3},
		"a limit above the cap": {compile([]fsm.Cap{{Max: 1, Per: day}}, limited(5, day, two...)), 1, 1},
		"nothing at all":        {compile(nil, limited(0, 0, two...)), 0, 0},
	} {
		if test.got.Workflows["w"] != test.workflow || test.got.All != test.all {
			t.Errorf("%s: %+v, want %d and %d", name, test.got, test.workflow, test.all)
		}
	}
}
