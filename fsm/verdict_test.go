package fsm

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Ensure that the journal names the guard that kept a text back, with its time, for programs to read.
func TestVerdictInJournal(t *testing.T) {
	d := newDriver(t, compiled(t, "single"), time.Date(2026, 3, 4, 1, 30, 0, 0, time.UTC))
	var got []Line
	d.log = func(dec Decision) {
		for _, l := range dec.Lines {
			if l.Verdict != nil {
				got = append(got, l)
			}
		}
	}
	d.text(Inbound{Body: "JOIN"})
	d.text(Inbound{Body: "1"})
	d.to(d.now.Add(50 * time.Hour))
	if len(got) == 0 {
		t.Fatal("no guard kept any text back")
	}
	for _, l := range got {
		v := *l.Verdict
		want := Verdict{Guard: "quiet", Until: v.Until}
		if waits := strings.HasPrefix(l.Event, "wait:"); waits != (v.Until > 0) || l.Run == 0 {
			t.Errorf("%s: until %s, run %d", l.Event, v.Until, l.Run)
		}
		if diff := cmp.Diff(want, v); diff != "" {
			t.Errorf("%s (-want +got):\n%s", l.Event, diff)
		}
	}
}
