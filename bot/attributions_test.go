package bot_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// within lets the delivery of a text count for a while.
func within(window time.Duration) func(*bot.Options, *fsm.Definition) {
	return func(_ *bot.Options, def *fsm.Definition) {
		def.Attribution.Windows = map[fsm.TouchKind]time.Duration{fsm.DeliveredTouch: window}
	}
}

// shipAndBuy lets people get a text, and order something some hours later.
func shipAndBuy(r *rig, people int) {
	r.t.Helper()
	for i := range people {
		phone := fsm.Phone(fmt.Sprintf("+1212555%04d", i))
		r.event(phone, "shipped")
		time.Sleep(time.Second)
		r.apply(phone, fsm.Status{Seq: 1, Status: "delivered"})
		at := fsm.At(r.engine.Now().Add(time.Duration(i) * time.Hour))
		r.apply(phone, fsm.Fact{Happened: fsm.Happened{ID: "e", Type: fsm.Purchase, At: at, Data: map[string]any{"order_id": "o", "value": 1.5}}})
	}
}

// attributed counts the orders that are attributed to anything.
func attributed(t *testing.T, s store.Store) (n int) {
	t.Helper()
	list, err := s.Orders(t.Context(), fsm.OrderPlace{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list {
		if _, ok := o.Touch(); ok {
			n++
		}
	}
	return n
}

// Ensure that all orders are attributed anew when another program is live that does so otherwise, also by a server
// that starts with it, that it is told since when, and that the same rules change nothing.
func TestAttributedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, within(time.Second)).run()
		shipAndBuy(r, 3)
		time.Sleep(time.Minute)
		r.apply("+12125550000", fsm.Fact{Happened: fsm.Happened{ID: "e2", Type: fsm.Purchase, At: fsm.At(r.engine.Now()), Data: map[string]any{"order_id": "late", "value": 1.5}}})
		before := attributed(t, r.store)
		first, err := bot.Attributed(t.Context(), r.store)
		if err != nil || first.Finished == 0 {
			t.Errorf("%+v, %v, want it finished", first, err)
		}
		r.stop()

		again := newRig(t, r.store, within(20*24*time.Hour)).run()
		defer again.stop()
		time.Sleep(time.Minute)
		second, err := bot.Attributed(t.Context(), r.store)
		if err != nil || second.Finished == 0 || second.Since <= first.Since || second.Rules == first.Rules {
			t.Errorf("%+v after %+v, %v", second, first, err)
		}
		if after := attributed(t, r.store); after != 4 || before >= after {
			t.Errorf("%d orders are attributed, and were %d before; want 4", after, before)
		}
		version := again.record("+12125550000").Version
		again.engine.Wake()
		time.Sleep(time.Minute)
		if got := again.record("+12125550000").Version; got != version {
			t.Errorf("change %d, want none after %d", got, version)
		}
	})
}
