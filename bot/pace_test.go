package bot_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

func pace(segments float64) func(*bot.Options, *fsm.Definition) {
	return func(o *bot.Options, _ *fsm.Definition) { o.Pace = segments }
}

func phone(i int) fsm.Phone { return fsm.Phone(fmt.Sprintf("+1212556%04d", i)) }

// Ensure a sender never exceeds its pace, whoever asks for texts, and that it starts with nothing
// saved up.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, pace(2)).run()
		defer r.stop()
		began := time.Now()
		for i := range 20 {
			r.text(phone(i), ours, "HELP")
		}
		time.Sleep(time.Minute)
		if n := r.carrier.count(); n != 20 {
			t.Fatalf("%d texts went out, want 20", n)
		}
		for i, s := range r.carrier.sent {
			if at, soonest := s.at.Sub(began), time.Duration(i-2)*time.Second/2; at < soonest {
				t.Errorf("text %d went out after %v, two a second allow it after %v", i, at, soonest)
			}
		}
	})
}

// Ensure the slowest sender there may be is waited for, not asked again and again.
func TestSlowestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, pace(0.01)).run()
		defer r.stop()
		for i := range 5 {
			r.text(phone(i), ours, "HELP")
		}
		time.Sleep(10 * time.Minute)
		if n := r.carrier.count(); n != 5 {
			t.Errorf("%d texts went out in ten minutes at one in a hundred seconds, want 5", n)
		}
	})
}

// Ensure segments are what is paced: a text of three of them delays the next.
func TestPaceCountsSegments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		long := func(_ *bot.Options, d *fsm.Definition) { // 310 characters
			d.Texts = map[string]string{fsm.TextHelp: "{{ brand }} " + fmt.Sprintf("%0310d", 0)}
		}
		r := newRig(t, nil, pace(1), long).run()
		defer r.stop()
		for i := range 3 {
			r.text(phone(i), ours, "HELP")
		}
		time.Sleep(time.Minute)
		if n := r.carrier.count(); n != 3 {
			t.Fatalf("%d texts went out, want 3", n)
		}
		for i := 1; i < 3; i++ {
			if gap := r.carrier.sent[i].at.Sub(r.carrier.sent[i-1].at); gap < 3*time.Second {
				t.Errorf("text %d came %v after one of three segments, want 3 s", i, gap)
			}
		}
	})
}

// Ensure a sender that its carrier tells to wait delays no other sender, and that its own text goes
// when the wait is over.
func TestThrottledSenderDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		first := true
		r.carrier.answer = func(_ context.Context, n int, m fsm.Message) (string, error) {
			if m.Sender == ours && first {
				first = false
				return "", &bot.SendError{Outcome: fsm.Throttled, Code: "20429", Wait: time.Minute, Err: errors.New("too many")}
			}
			return fmt.Sprint("SO", n), nil
		}
		r.run()
		defer r.stop()
		time.Sleep(time.Second)
		r.text(phone(1), ours, "HELP")
		r.text(phone(2), ours, "HELP")
		r.text(phone(3), other, "HELP")
		if got := r.carrier.texts(); len(got) != 2 || got[1] != "003 help" {
			t.Fatalf("handed over %q, want the refused one and the other sender's", got)
		}
		time.Sleep(50 * time.Second)
		if n := r.carrier.count(); n != 2 {
			t.Fatalf("%d texts were handed over while the sender had to wait", n)
		}
		time.Sleep(time.Minute)
		if n := r.carrier.count(); n != 4 {
			t.Fatalf("%d texts were handed over, want 4", n)
		}
	})
}

// Ensure a backlog of promos delays neither a reply nor a service text nor a timer.
func TestBacklogDelaysNothingBetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, pace(1)).run()
		defer r.stop()
		const backlog = 300
		for i := range backlog {
			r.subscribe(phone(i))
			r.event(phone(i), "sale")
		}
		r.subscribe(anna, ben)
		r.event(anna, "drip")
		time.Sleep(10*time.Second + 500*time.Millisecond) // between two tokens
		before := r.carrier.count()
		r.event(ben, "shipped")
		r.text(phone(999), ours, "HELP")
		time.Sleep(3 * time.Second)
		got := r.carrier.texts()[before:]
		if len(got) < 2 || got[0] != "999 help" || got[1] != "124 ship.note" {
			t.Fatalf("handed over %q, want the reply and then the service text before any promo", got)
		}
		time.Sleep(time.Hour)
		if rec := r.record(anna); len(rec.Runs) != 0 {
			t.Fatalf("the timer of an hour did not fire: the run is at %s, %s", rec.Runs[0].Step, rec.Runs[0].Phase)
		}
	})
}
