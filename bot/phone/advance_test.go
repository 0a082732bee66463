package phone

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// Ensure what falls due while the clock moves happens at its own time: a question's timeout, a
// wait, the end of quiet hours, and so over a night in which the clocks change.
func TestAdvanceStopsAtEveryDueTime(t *testing.T) {
	for _, c := range []struct {
		name, at string
		texts    []string
		ahead    time.Duration
		want     []string
	}{
		{"timeout", "2026-03-03 12:00:00", []string{"JOIN", "YES"}, 3 * day, []string{"Wed 12:00 welcome.undecided", "Thu 12:00 welcome.offer"}},
		{"wait", "2026-03-03 12:00:00", []string{"JOIN", "YES", "skin care pls"}, 3 * day, []string{"Wed 12:00 welcome.offer"}},
		{"wait into quiet hours", "2026-03-03 21:00:00", []string{"JOIN", "YES", "2"}, 3 * day, []string{"Thu 10:00 welcome.offer"}},
		{"timeout in the night the clocks change", "2026-03-07 01:30:00", []string{"JOIN", "YES"}, 3 * day, []string{"Sun 12:00 welcome.undecided", "Mon 12:00 welcome.offer"}},
		{"wait over the night the clocks change", "2026-03-07 12:00:00", []string{"JOIN", "YES", "1"}, 3 * day, []string{"Sun 13:00 welcome.offer"}},
		{"wait over the night the clocks change back", "2027-11-06 14:00:00", []string{"JOIN", "YES", "1"}, 3 * day, []string{"Sun 13:00 welcome.offer"}},
		{"an answer in time", "2026-03-03 12:00:00", []string{"JOIN", "YES"}, 23 * time.Hour, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, c.at)
				for _, body := range c.texts {
					r.text(body)
				}
				since := r.phone.Now()
				time.Sleep(time.Second)
				r.advance(c.ahead)
				r.want("reached the handset", r.reached(since.Add(time.Second)), c.want...)
				if at, want := r.phone.Now(), since.Add(time.Second+c.ahead); at.Before(want) || at.After(want.Add(time.Minute)) {
					t.Errorf("the clock stands at %v, want %v", at, want)
				}
			})
		})
	}
}

const day = 24 * time.Hour

// Ensure a month is over at once, and an opt-in that nobody confirms lapses in it.
func TestAdvanceAMonth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "2026-03-03 12:00:00")
		r.text("JOIN")
		began := time.Now()
		r.advance(30 * day)
		if took := time.Since(began); took > time.Second {
			t.Errorf("it took %v of the machine's time", took)
		}
		if state := r.record().State; state != "unknown" {
			t.Errorf("the state is %s, want unknown", state)
		}
	})
}

// Ensure a text that a handset sent and that was never posted is found within a minute of the
// moved clock, not at the next thing on the calendar.
func TestAdvanceFindsLostTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "2026-03-03 12:00:00")
		r.text("JOIN")
		r.textBy("YES", Lost)
		if state := r.record().State; state != "pending" {
			t.Fatalf("the state is %s before the list was read, want pending", state)
		}
		r.advance(20 * time.Hour)
		r.want("reached the handset", r.reached(time.Time{}), "Tue 12:00 confirm", "Tue 12:01 welcome", "Tue 12:01 welcome.interest")
	})
}

// Ensure a sender that is told to wait goes on when the wait is over, also while the clock moves.
func TestAdvancePassesAThrottle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "2026-03-03 12:00:00")
		r.arm(Throttle, 1)
		r.text("JOIN")
		if _, _, err := r.phone.Text(t.Context(), ben, DefaultSender, "HELP", Once); err != nil {
			t.Fatal(err)
		}
		r.advance(time.Hour)
		for _, n := range r.phone.Numbers(2) {
			for _, text := range r.phone.Handset(n) {
				if at := text.At.In(newYork(t)).Format("15:04:05"); text.Out && at != "12:00:30" {
					t.Errorf("%s got its answer at %s, want 12:00:30", n, at)
				}
			}
		}
		if got := len(r.phone.Handset(anna)) + len(r.phone.Handset(ben)); got != 4 {
			t.Errorf("the ledger has %d texts, want 4: each was answered once", got)
		}
	})
}

// Ensure two moves at once add up, and a text that comes in between is answered.
func TestAdvanceTwiceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "2026-03-03 12:00:00")
		began := r.phone.Now()
		failed := make(chan error, 3)
		for range 2 {
			go func() { failed <- r.phone.Advance(t.Context(), Around(r.engine, r.store), 10*day) }()
		}
		go func() {
			_, _, err := r.phone.Text(t.Context(), anna, DefaultSender, "HELP", Once)
			failed <- err
		}()
		for range 3 {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		r.settle()
		if ahead := r.phone.Now().Sub(began); ahead < 20*day || ahead > 20*day+time.Minute {
			t.Errorf("the clock moved by %v, want 20 days", ahead)
		}
		if got := r.reached(time.Time{}); len(got) != 1 {
			t.Errorf("reached the handset: %q, want one answer", got)
		}
	})
}

// Ensure the clock is moved by a sensible time only, and a refusal moves nothing.
func TestAdvanceRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, "2026-03-03 12:00:00")
		before := r.phone.Offset()
		for _, d := range []time.Duration{0, -time.Hour, MaxAdvance + 1} {
			if err := r.phone.Advance(t.Context(), Around(r.engine, r.store), d); !errors.Is(err, ErrSpan) {
				t.Errorf("moved by %v: %v, want %v", d, err, ErrSpan)
			}
		}
		if after := r.phone.Offset(); after != before {
			t.Errorf("the offset is %v, was %v", after, before)
		}
	})
}
