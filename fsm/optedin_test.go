package fsm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Ensure that the event of an opt-in tells where it came from, and by which keyword.
func TestOptedInTells(t *testing.T) {
	start := local(t, theZone, "2026-03-02 10:00").Time()
	for name, c := range map[string]struct {
		program string
		events  []Event
		want    map[string]any
	}{
		"a keyword":     {"single", []Event{Inbound{Body: "join"}}, map[string]any{"again": false, "source": "text", "keyword": "join"}},
		"double opt-in": {"shop", []Event{Inbound{Body: "join"}, Inbound{Body: "yes"}}, map[string]any{"again": false, "source": "text", "keyword": "join"}},
		"the api":       {"shop", []Event{OptIn{Purpose: ForMarketing, Source: "form"}}, map[string]any{"again": false, "source": "form"}},
		"START": {"single", []Event{Inbound{Body: "join"}, Inbound{Body: "STOP"}, Inbound{Body: "START"}},
			map[string]any{"again": true, "source": "text", "keyword": "start"}},
	} {
		d := newDriver(t, compiled(t, c.program), start)
		for _, e := range c.events {
			if in, ok := e.(Inbound); ok {
				d.text(in)
			} else {
				d.do(e)
			}
		}
		if diff := cmp.Diff(c.want, d.rec.lastOf(OptedIn, At(d.now)).Data); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
