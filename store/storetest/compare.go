package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// Compare runs drawn sequences of calls on stores that open gives, each new and empty, and on
// memstore: both must answer all calls alike, and hold the same in the end.
func Compare(t *testing.T, open func(t testing.TB) store.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		model, s := memstore.New(), open(t)
		defer s.Close()
		drive(rt, model, s)
		agree(rt, model, s)
		for _, phone := range phones() {
			if _, err := s.Record(context.Background(), phone); err == nil {
				folded(t, s, phone)
			}
		}
	})
}

// Reopen is Compare for stores in a folder. Each is closed on the way, and goes on when open gives
// it again.
func Reopen(t *testing.T, open func(t testing.TB, dir string) store.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, model := t.TempDir(), memstore.New()
		for range 2 {
			s := open(t, dir)
			agree(rt, model, s)
			drive(rt, model, s)
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
		}
		s := open(t, dir)
		defer s.Close()
		agree(rt, model, s)
	})
}

// drive makes drawn calls on both stores.
func drive(t *rapid.T, model, s store.Store) {
	for _, c := range rapid.SliceOfN(drawCall(), 1, 20).Draw(t, "calls") {
		want, got := c.do(model), c.do(s)
		if kindOf(want) != kindOf(got) {
			t.Fatalf("%s: %v, the model says %v", c.name, got, want)
		}
	}
}

// kindOf is what callers can tell apart in an error.
func kindOf(err error) string {
	switch {
	case err == nil:
		return "well"
	case errors.Is(err, errRefused):
		return "refused"
	case errors.Is(err, store.ErrTaken):
		return "taken"
	case errors.Is(err, store.ErrNotFound):
		return "not found"
	}
	return "failed"
}

// agree reads everything of both stores.
func agree(t *rapid.T, model, s store.Store) {
	now := fsm.Moment(rapid.Int64Range(0, 20).Draw(t, "now"))
	limit := rapid.IntRange(0, 6).Draw(t, "limit")
	before := rapid.Uint64Range(0, 9).Draw(t, "before")
	reads := map[string]func(s store.Store) (any, error){
		"Subscribers": func(s store.Store) (any, error) {
			return s.Subscribers(context.Background(), slices.Max([]fsm.Phone{"", ann}[:1+limit%2]), limit)
		},
		"Due": func(s store.Store) (any, error) {
			due, next, err := s.Due(context.Background(), now, limit)
			return []any{due, next}, err
		},
		"ReadySenders": func(s store.Store) (any, error) { return s.ReadySenders(context.Background()) },
		"Flights":      func(s store.Store) (any, error) { return s.Flights(context.Background(), limit) },
		"Standing":     func(s store.Store) (any, error) { return s.Standing(context.Background()) },
		"Pools":        func(s store.Store) (any, error) { return s.Pools(context.Background()) },
		"Grants": func(s store.Store) (any, error) {
			return s.Grants(context.Background(), slices.Max([]fsm.Phone{"", ann}[:1+limit%2]), before, limit)
		},
		"Outboxes": func(s store.Store) (any, error) { return s.Outboxes(context.Background()) },
		"Orders": func(s store.Store) (any, error) {
			return s.Orders(context.Background(), fsm.OrderPlace{At: now - 10, Phone: ann}, limit)
		},
		"OrdersOf": func(s store.Store) (any, error) { return s.OrdersOf(context.Background(), ann, limit) },
		"Counters": func(s store.Store) (any, error) { return s.Counters(context.Background()) },
		"Measures": func(s store.Store) (any, error) { return measures(s, 0, fsm.Day(limit)) },
		"List":     func(s store.Store) (any, error) { return s.List(context.Background(), "v") },
		"Held":     func(s store.Store) (any, error) { return s.Held(context.Background(), limit) },
		"Ledger":   readLedger,
		"Stats": func(s store.Store) (any, error) {
			stats, err := s.Stats(context.Background())
			return []int64{stats.Subscribers, stats.Messages}, err
		},
	}
	for _, sender := range senders() {
		reads["Ready "+sender] = func(s store.Store) (any, error) { return s.Ready(context.Background(), sender, limit) }
	}
	for _, w := range watches() {
		reads["Watchers "+w.Event+" "+w.Key] = func(s store.Store) (any, error) {
			return s.Watchers(context.Background(), w, slices.Max([]fsm.Phone{"", ann}[:1+limit%2]), limit)
		}
	}
	for _, webhook := range webhooks() {
		reads["Outgoing "+webhook] = func(s store.Store) (any, error) {
			due, next, err := s.Outgoing(context.Background(), webhook, now, limit)
			return []any{due, next}, err
		}
		reads["DeadOutgoing "+webhook] = func(s store.Store) (any, error) { return s.DeadOutgoing(context.Background(), webhook, limit) }
	}
	for _, customer := range customers() {
		reads["Customer "+customer] = func(s store.Store) (any, error) { return s.Customer(context.Background(), customer) }
	}
	for _, code := range codes() {
		reads["Link "+code] = func(s store.Store) (any, error) { return s.Link(context.Background(), code) }
	}
	for _, phone := range phones() {
		reads["Customers "+string(phone)] = func(s store.Store) (any, error) { return s.Customers(context.Background(), phone) }
		reads["Record "+string(phone)] = func(s store.Store) (any, error) { return s.Record(context.Background(), phone) }
		reads["Messages "+string(phone)] = func(s store.Store) (any, error) { return s.Messages(context.Background(), phone, before, limit) }
		reads["Journal "+string(phone)] = func(s store.Store) (any, error) { return s.Journal(context.Background(), phone, before, limit) }
		reads["Consent "+string(phone)] = func(s store.Store) (any, error) { return s.Consent(context.Background(), phone) }
	}
	scanned(t, s)
	for name, read := range reads {
		want, wantErr := read(model)
		got, err := read(s)
		if diff := cmp.Diff(want, got); diff != "" || kindOf(err) != kindOf(wantErr) {
			t.Errorf("%s: %v, the model says %v (-model +store):\n%s", name, err, wantErr, diff)
		}
	}
}

// readLedger reads the whole ledger.
func readLedger(s store.Store) (any, error) {
	var all []any
	err := s.Ledger(context.Background(), func(l store.Ledger) error {
		for place, hash := range l.Log(1) {
			all = append(all, place, slices.Clone(hash))
		}
		for c, err := range l.Chains() {
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		return nil
	})
	return all, err
}
