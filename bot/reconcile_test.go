package bot_test

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// lists is a carrier whose lists do what a test says.
type lists struct {
	*played
	inbound  func() error                         // default: as played
	outbound func(fsm.Phone) ([]bot.Taken, error) // default: as played
}

func (l *lists) Inbound(ctx context.Context, since time.Time) iter.Seq2[bot.Received, error] {
	if l.inbound != nil {
		if err := l.inbound(); err != nil {
			return func(yield func(bot.Received, error) bool) { yield(bot.Received{}, err) }
		}
	}
	return l.played.Inbound(ctx, since)
}

func (l *lists) Outbound(ctx context.Context, to fsm.Phone, since time.Time) ([]bot.Taken, bool, error) {
	if l.outbound != nil {
		taken, err := l.outbound(to)
		return taken, true, err
	}
	return l.played.Outbound(ctx, to, since)
}

// listing makes a rig's carrier one whose lists do what the test says.
func listing(l *lists) func(*bot.Options, *fsm.Definition) {
	return func(o *bot.Options, _ *fsm.Definition) {
		l.played = o.Carrier.(*played)
		o.Carrier = l
	}
}

// inDoubt answers that nobody knows what became of the first texts.
func inDoubt(first int) func(context.Context, int, fsm.Message) (string, error) {
	return func(_ context.Context, n int, _ fsm.Message) (string, error) {
		if n <= first {
			return "", &bot.SendError{Outcome: fsm.InDoubt, Code: "timeout", Err: errors.New("timeout")}
		}
		return "SO-known", nil
	}
}

// Ensure a listed text that was taken while the list was read is not given to another of the same
// words: the one that is absent goes out again.
func TestListedIDHasOneOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lists{}
		r := newRig(t, nil, listing(l)).run()
		defer r.stop()
		asked := false
		l.outbound = func(to fsm.Phone) ([]bot.Taken, error) {
			if !asked { // the person asks again while the list is read
				asked = true
				in := fsm.Inbound{ID: "SMagain", Sender: ours, Body: "HELP"}
				if err := r.engine.Receive(context.Background(), bot.Received{From: anna, Inbound: in}); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Second)
			}
			r.carrier.mu.Lock()
			defer r.carrier.mu.Unlock()
			second := r.carrier.sent[1]
			return []bot.Taken{{SID: "SO-known", To: to, Sender: ours, Body: second.Body, At: second.at}}, nil
		}
		r.carrier.answer = inDoubt(1)
		time.Sleep(time.Second)
		r.text(anna, ours, "HELP")
		time.Sleep(5 * time.Minute)
		r.wantTexts("123 help", "123 help", "123 help")
		if rec := r.record(anna); len(rec.Flights()) != 0 {
			t.Fatalf("%+v are still in doubt", rec.Flights())
		}
	})
}

// Ensure a text whose list cannot be read keeps no other in doubt.
func TestUnreadableListDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lists{outbound: func(to fsm.Phone) ([]bot.Taken, error) {
			if to == anna {
				return nil, errors.New("the list is too long")
			}
			return nil, nil
		}}
		r := newRig(t, nil, listing(l)).run()
		defer r.stop()
		r.carrier.answer = inDoubt(2)
		time.Sleep(time.Second)
		r.text(anna, ours, "HELP")
		time.Sleep(30 * time.Second)
		r.text(ben, ours, "HELP")
		time.Sleep(5 * time.Minute)
		r.wantTexts("123 help", "124 help", "124 help")
	})
}

// Ensure a server neither fails to start nor loses the texts of others over one subscriber about
// whom no decision can be made.
func TestOneBadSubscriberStopsNoReconciling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &panicky{Store: memstore.New()}
		r := newRig(t, s).run()
		r.carrier.answer = func(context.Context, int, fsm.Message) (string, error) {
			s.about(anna) // its outcome cannot be stored
			return "SO1", nil
		}
		time.Sleep(time.Second)
		r.text(anna, ours, "HELP")
		r.stop()

		back := newRig(t, s)
		in := fsm.Inbound{Sender: ours, Body: "HELP", SentAt: fsm.At(time.Now())}
		for i, from := range []fsm.Phone{anna, ben} {
			in.ID = []string{"SM8", "SM9"}[i]
			back.carrier.inbound = append(back.carrier.inbound, bot.Received{From: from, Inbound: in})
		}
		back.run()
		defer back.stop()
		time.Sleep(10 * time.Second)
		back.wantTexts("124 help")
		s.about("")
		time.Sleep(5 * time.Minute)
		back.wantTexts("124 help", "123 help", "123 help")
	})
}

// Ensure the quarantine does not end before the texts from phones could be listed, though an
// operator let the server go on: a STOP may be among them.
func TestQuarantineWaitsForTheList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New()
		r := newRig(t, s).run()
		r.subscribe(anna)
		r.event(anna, "drip")
		r.stop()
		if err := s.Put(t.Context(), store.QuarantineKey, []byte("restored")); err != nil {
			t.Fatal(err)
		}
		var failing atomic.Bool
		failing.Store(true)
		back := newRig(t, s, listing(&lists{inbound: func() error {
			if failing.Load() {
				return errors.New("no list today")
			}
			return nil
		}})).run()
		defer back.stop()
		if err := bot.LetGo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Hour)
		back.wantTexts()
		failing.Store(false)
		time.Sleep(15 * time.Minute)
		back.wantTexts("123 drip.tip")
	})
}
