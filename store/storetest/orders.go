package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

func order(phone fsm.Phone, id string, at fsm.Moment) fsm.Order {
	return fsm.Order{Phone: phone, ID: id, At: at, Value: 4200, Touches: []fsm.Touch{{Kind: fsm.ClickTouch, At: at - 1, Seq: 3, Name: "cart.remind"}}, Chosen: 1}
}

// Ensure that orders are listed by time over all people and of each person alone, that one that is written again
// stands in its new place only, and that a decision sees its own.
func tryOrders(t *testing.T, s store.Store) {
	ctx := context.Background()
	refunded := fsm.Order{Phone: ann, ID: "o3", Returned: 5}
	must(t, s, eve, func(d *fsm.Decision) { d.Orders = []fsm.Order{order(eve, "o1", 20)} })
	must(t, s, ann, func(d *fsm.Decision) { d.Orders = []fsm.Order{order(ann, "o1", 30), order(ann, "o2", 20), refunded} })
	all := []fsm.Order{refunded, order(ann, "o2", 20), order(eve, "o1", 20), order(ann, "o1", 30)}
	got, err := s.Orders(ctx, fsm.OrderPlace{At: -9}, 9)
	compare(t, "orders", all, got, err)
	got, err = s.Orders(ctx, all[1].Place(), 1)
	compare(t, "the one behind the second", all[2:3], got, err)
	got, err = s.Orders(ctx, fsm.OrderPlace{At: 30}, 9)
	compare(t, "those since 30", all[3:], got, err)
	got, err = s.OrdersOf(ctx, ann, 2)
	compare(t, "ann's newest two", []fsm.Order{all[3], all[1]}, got, err)
	got, err = s.OrdersOf(ctx, bob, 9)
	compare(t, "bob's", []fsm.Order(nil), got, err)
	now := order(ann, "o3", 25)
	now.Returned = 5
	must(t, s, ann, func(d *fsm.Decision) { d.Orders = []fsm.Order{now} })
	got, err = s.Orders(ctx, fsm.OrderPlace{At: -9}, 9)
	compare(t, "orders, one of them bought by now", []fsm.Order{all[1], all[2], now, all[3]}, got, err)
	look(t, s, ann, func(v store.View) {
		o, err := v.Order("o3")
		compare(t, "ann's o3", now, o, err)
		for _, id := range []string{"", "o", "o33", "o1\x00"} {
			if _, err := v.Order(id); !isNotFound(err) {
				t.Errorf("order %q of ann: %v, want %v", id, err, store.ErrNotFound)
			}
		}
	})
	must(t, s, ann, func(d *fsm.Decision) { d.Erased = &fsm.Erasure{Pseudonym: "nobody"} })
	got, err = s.Orders(ctx, fsm.OrderPlace{At: -9}, 9)
	compare(t, "orders, ann's erased", []fsm.Order{order(eve, "o1", 20)}, got, err)
}

// Ensure that orders which are another's, or have no id, or one that is too long, are refused with the whole decision.
func tryBadOrders(t *testing.T, s store.Store) {
	many := order(bob, "o1", 1)
	many.Touches = make([]fsm.Touch, fsm.MaxTouches+1)
	for name, o := range map[string]fsm.Order{
		"another's": order(ann, "o1", 1), "no id": order(bob, "", 1), "a long id": order(bob, strings.Repeat("x", fsm.MaxName+1), 1), "many touches": many,
	} {
		_, err := s.Update(context.Background(), bob, change(func(d *fsm.Decision) { d.Orders = []fsm.Order{order(bob, "good", 1), o} }))
		if !errors.Is(err, store.ErrDecision) {
			t.Errorf("%s: Update = %v, want %v", name, err, store.ErrDecision)
		}
	}
	absent(t, s, bob)
	got, err := s.Orders(context.Background(), fsm.OrderPlace{}, 9)
	compare(t, "orders", []fsm.Order(nil), got, err)
}
