package bot_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/memstore"
)

// Ensure a text is answered once, however often it is posted.
func TestAnswersOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil).run()
		defer r.stop()
		time.Sleep(time.Second)
		for range 3 {
			in := bot.Received{From: anna, Inbound: fsm.Inbound{ID: "SM1", Sender: ours, Body: "HELP"}}
			if err := r.engine.Receive(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		time.Sleep(time.Minute)
		r.wantTexts("123 help")
		messages, err := r.store.Messages(t.Context(), anna, 0, 10)
		if err != nil || len(messages) != 2 {
			t.Fatalf("kept %d messages (%v), want the text and its answer", len(messages), err)
		}
	})
}

// Ensure many texts of one person at once are handled one after the other, none lost.
func TestConcurrentTextsOfOnePerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil).run()
		defer r.stop()
		var wg sync.WaitGroup
		for i := range 15 {
			wg.Go(func() {
				in := bot.Received{From: anna, Inbound: fsm.Inbound{ID: fmt.Sprint("SM", i), Sender: ours, Body: "HELP"}}
				if err := r.engine.Receive(t.Context(), in); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if rec := r.record(anna); rec.Version < 15 {
			t.Fatalf("there are %d commits for 15 texts", rec.Version)
		}
	})
}

// Ensure a STOP that was texted while the server was down is obeyed before anything is sent.
func TestStopInTheListComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New()
		before := newRig(t, s).run()
		before.subscribe(anna, ben)
		before.stop()
		for _, p := range []fsm.Phone{anna, ben} { // both are due a text
			before.event(p, "sale")
		}
		time.Sleep(time.Hour)

		r := newRig(t, s)
		r.carrier.inbound = []bot.Received{{From: anna, Inbound: fsm.Inbound{ID: "SM9", Sender: ours, Body: "STOP", SentAt: fsm.At(time.Now())}}}
		r.run()
		defer r.stop()
		time.Sleep(time.Minute)
		for _, text := range r.carrier.texts() {
			if text == "123 sale.offer" {
				t.Fatal("a promo went to a person who had texted STOP")
			}
		}
		if got := r.record(anna).State; got != fsm.Stopped {
			t.Fatalf("the state is %s, want stopped", got)
		}
		if got := r.carrier.texts(); len(got) != 2 {
			t.Fatalf("handed over %q, want the STOP's confirmation and the other's promo", got)
		}
	})
}

// Ensure nothing but replies goes out while the carrier's list cannot be read, and that the server
// goes on with an alarm after a few failures.
func TestListingFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		r.carrier.listFail = errors.New("no answer")
		r.run()
		defer r.stop()
		r.subscribe(anna)
		r.event(anna, "sale")
		time.Sleep(time.Second)
		r.text(ben, ours, "HELP")
		r.wantTexts("124 help")
		if r.engine.Ready() == nil {
			t.Fatal("the engine says that it works normally")
		}
		time.Sleep(5 * time.Minute)
		r.wantTexts("124 help", "123 sale.offer")
		if r.engine.Alarms() == 0 {
			t.Fatal("nobody was alarmed")
		}
	})
}

// Ensure a call that hangs delays neither timers nor other people's texts, and that its text is
// in doubt, not sent again, until the carrier's list tells.
func TestHangingCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		r.carrier.partial = true
		r.carrier.answer = func(ctx context.Context, n int, m fsm.Message) (string, error) {
			if m.Phone != anna {
				return fmt.Sprint("SO", n), nil
			}
			<-ctx.Done()
			return "", &bot.SendError{Outcome: fsm.InDoubt, Code: "timeout", Err: ctx.Err()}
		}
		r.run()
		defer r.stop()
		time.Sleep(time.Second)
		r.text(anna, ours, "HELP")
		r.text(ben, ours, "HELP")
		r.wantTexts("123 help", "124 help")
		time.Sleep(10 * time.Minute)
		r.wantTexts("123 help", "124 help")
		if rec := r.record(anna); len(rec.Doubts) != 1 {
			t.Fatalf("%d texts are in doubt, want 1", len(rec.Doubts))
		}
		r.carrier.mu.Lock()
		r.carrier.taken = []bot.Taken{{SID: "SO9", To: anna, Sender: ours, Body: r.carrier.sent[0].Body, At: r.carrier.sent[0].at}}
		r.carrier.mu.Unlock()
		time.Sleep(time.Minute)
		if rec := r.record(anna); len(rec.Doubts) != 0 {
			t.Fatal("the text is in the list and still in doubt")
		}
		r.wantTexts("123 help", "124 help")
	})
}

// Ensure a text that a complete list lacks goes out again, once, after the grace.
func TestAbsentIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		r.carrier.answer = func(_ context.Context, n int, _ fsm.Message) (string, error) {
			if n == 1 {
				return "", &bot.SendError{Outcome: fsm.InDoubt, Code: "500", Err: errors.New("an error page")}
			}
			return fmt.Sprint("SO", n), nil
		}
		r.run()
		defer r.stop()
		time.Sleep(time.Second)
		r.text(anna, ours, "HELP")
		time.Sleep(time.Minute)
		r.wantTexts("123 help")
		time.Sleep(5 * time.Minute)
		r.wantTexts("123 help", "123 help")
	})
}

// Ensure a text that was on the wire when the process ended is in doubt after a restart, and is
// found by the carrier's list rather than sent again.
func TestRestartLeavesDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New()
		gone := make(chan struct{}) // closed when the test ends; until then the first process is dead
		crashed := newRig(t, s)
		crashed.carrier.answer = func(context.Context, int, fsm.Message) (string, error) {
			<-gone
			return "", &bot.SendError{Outcome: fsm.InDoubt, Code: "gone", Err: errors.New("gone")}
		}
		time.Sleep(time.Second)
		crashed.text(anna, ours, "HELP")
		crashed.wantTexts("123 help")
		released := crashed.carrier.sent[0]

		r := newRig(t, s)
		if rec := r.record(anna); rec.Wire != nil || len(rec.Doubts) != 1 {
			t.Fatalf("after a restart wire is %v and %d texts are in doubt, want one doubt", rec.Wire, len(rec.Doubts))
		}
		r.carrier.taken = []bot.Taken{{SID: "SO1", To: anna, Sender: ours, Body: released.Body, At: released.at}}
		r.run()
		time.Sleep(time.Hour)
		r.wantTexts()
		if rec := r.record(anna); len(rec.Doubts) != 0 {
			t.Fatal("the text is in the list and still in doubt")
		}
		r.stop()
		close(gone)
	})
}

// Ensure a stop finishes what is on the wire, and books what came of it.
func TestStopFinishesTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		r.carrier.answer = func(context.Context, int, fsm.Message) (string, error) {
			time.Sleep(5 * time.Second)
			return "SO1", nil
		}
		r.run()
		time.Sleep(time.Second)
		r.text(anna, ours, "HELP")
		r.stop()
		if rec := r.record(anna); rec.Wire != nil || len(rec.Doubts) != 0 {
			t.Fatal("the stop did not wait for the text on the wire")
		}
	})
}
