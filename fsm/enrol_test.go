package fsm

import (
	"testing"
	"time"
)

// withBroadcasts adds workflows that a schedule or the shop's calendar starts.
func withBroadcasts(d *Definition) {
	d.Segments = map[string]string{"buyers": "orders.count > 0"}
	d.Workflows = append(d.Workflows,
		Workflow{Name: "weekly", Class: Promo, Enter: Enter{Every: &Every{Days: [7]bool{1: true}}, Clock: ClockAt(600), Segment: "buyers"},
			Steps: []Step{{Name: "tell", Kind: SendStep, Texts: say("This week only.")}, {Name: "rest", Kind: WaitStep, Wait: Wait{For: 8 * 24 * time.Hour}}}},
		Workflow{Name: "friday", Class: Promo, Enter: Enter{Once: "2026-11-27 10:00", Limit: 1, Per: time.Hour},
			Steps: []Step{{Name: "tell", Kind: SendStep, Texts: say("Black Friday.")}}},
	)
}

// Ensure that for whom a broadcast is not, nothing at all is stored.
func TestEnrolPassesOver(t *testing.T) {
	p := compiled(t, "broadcasts")
	d := newDriver(t, p, local(t, theZone, "2026-03-02 10:00").Time())
	for _, c := range []struct {
		name     string
		before   Event
		workflow string
	}{
		{"nobody's consent", Tick{}, "friday"},
		{"out of the segment", OptIn{Purpose: ForMarketing, Source: "import", Import: true}, "weekly"},
		{"no such workflow", Tick{}, "gone"},
		{"stopped", Inbound{ID: "s", Sender: theSender, Body: "STOP"}, "friday"},
	} {
		d.do(c.before)
		if dec := d.decide(Enrol{Workflow: c.workflow, ID: c.workflow + " 2026-03-02 10:00"}, nil); !dec.Nothing {
			t.Errorf("%s: %v", c.name, dec.Lines)
		}
	}
}
