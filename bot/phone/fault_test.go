package phone

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Ensure each fault does to a text what it says: what the server believes at first and ten minutes
// later, how often the handset shows the text, and what was learned about the number.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		fault        Fault
		first, later string // status and code
		reached      []string
		learned      func(fsm.Record) bool
	}{
		{Refuse, "failed 30007", "failed 30007", nil, nil},
		{Landline, "failed 30006", "failed 30006", nil, func(r fsm.Record) bool { return r.Number.Bad != "" }},
		{OptedOut, "failed 21610", "failed 21610", nil, func(r fsm.Record) bool { return len(r.Blocks) == 1 && r.State == fsm.Stopped }},
		{Throttle, "not_sent 20429", "delivered", []string{"Tue 12:00 confirm"}, nil},
		{NotSent, "not_sent connect", "delivered", []string{"Tue 12:00 confirm"}, nil},
		{LostAnswer, "in_doubt timeout", "accepted reconciled", []string{"Tue 12:00 confirm"}, nil},
		{Vanished, "in_doubt timeout", "delivered", []string{"Tue 12:02 confirm"}, nil},
		{Undelivered, "undelivered 30003", "undelivered 30003", nil, nil},
		{Slow, "accepted", "delivered", []string{"Tue 12:00 confirm"}, nil},
	} {
		t.Run(string(c.fault), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, "2026-03-03 12:00:00")
				r.arm(c.fault, 1)
				r.text("JOIN")
				if got := outcome(r.last()); got != c.first {
					t.Errorf("at first %q, want %q", got, c.first)
				}
				time.Sleep(SlowBy + time.Second) // slow reports come in real time
				r.advance(10 * time.Minute)
				if got := outcome(r.last()); got != c.later {
					t.Errorf("later %q, want %q", got, c.later)
				}
				r.want("reached the handset", r.reached(time.Time{}), c.reached...)
				if c.learned != nil && !c.learned(r.record()) {
					t.Errorf("it taught nothing: %+v", r.record())
				}
				if armed := r.phone.Armed(); len(armed) > 0 {
					t.Errorf("still armed: %v", armed)
				}
			})
		})
	}
}

func outcome(m fsm.Message) string { return strings.TrimSpace(m.Status + " " + m.Code) }

// Ensure faults are used up in the order they were armed, can be armed anew and taken away.
func TestArm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "2026-03-03 12:00:00")
		r.arm(Refuse, 1)
		r.arm(Landline, 5)
		r.arm(Slow, 2)
		r.arm(Landline, 0)
		r.text("HELP")
		if got := r.phone.Armed(); len(got) != 1 || got[0] != (Armed{Slow, 2}) {
			t.Errorf("armed are %v, want slow twice", got)
		}
		for _, wrong := range []Armed{{"flood", 1}, {"", 1}, {Slow, -1}, {Slow, MaxArmed + 1}} {
			if err := r.phone.Arm(wrong.Kind, wrong.Count); err == nil {
				t.Errorf("%v was armed", wrong)
			}
		}
	})
}

// Ensure a text in doubt is looked for while the clock moves over weeks: one that arrived is not
// repeated, one that vanished goes out after the grace, and nothing else waits for it.
func TestAdvanceSettlesDoubts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "2026-03-03 12:00:00")
		r.arm(LostAnswer, 1)
		r.text("JOIN")
		r.advance(time.Minute)
		r.arm(Vanished, 2)
		r.text("YES")
		r.advance(30 * time.Minute)
		if rec := r.record(); len(rec.Flights()) > 0 {
			t.Errorf("still in doubt: %+v", rec.Flights())
		}
		r.want("reached the handset", r.reached(time.Time{}), "Tue 12:00 confirm", "Tue 12:03 welcome", "Tue 12:03 welcome.interest")
	})
}
