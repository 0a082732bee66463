package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// sealed adds an entry to the ledger that says what its hash is.
func sealed(d *fsm.Decision, hash string) {
	d.Next.Ledger++
	d.Ledger = append(d.Ledger, fsm.LedgerEntry{Phone: d.Next.Phone, Number: d.Next.Ledger, Fact: "given", Source: "secret", Salt: []byte("salt"),
		Evidence: map[string]string{"text": "secret"}, Hash: []byte(hash)})
	d.Next.Chain = []byte(hash)
}

// Ensure that the log has every hash in the order of the commits, and that each entry knows its place.
func tryLedger(t *testing.T, s store.Store) {
	must(t, s, bob, func(d *fsm.Decision) { sealed(d, "b1"); sealed(d, "b2") })
	must(t, s, ann, func(d *fsm.Decision) { sealed(d, ""); sealed(d, "a2") })
	must(t, s, bob, func(d *fsm.Decision) { sealed(d, "b3") })
	must(t, s, eve, touch)
	if n, err := s.Sealed(context.Background()); n != 4 || err != nil {
		t.Errorf("Sealed = %d, %v, want 4", n, err)
	}
	want := "1 b1, 2 b2, 3 a2, 4 b3; 3 a2, 4 b3; - b2 -; " + string(ann) + " 2 a2 0 3, " + string(bob) + " 3 b3 1 2 4, " + string(eve) + " 0  ; "
	if got := tellLedger(t, s); got != want {
		t.Errorf("the ledger is\n%s, want\n%s", got, want)
	}
}

// tellLedger tells the log, a part of it, some places, and all chains with their entries' places.
func tellLedger(t *testing.T, s store.Store) string {
	t.Helper()
	var parts []string
	add := func(list []string) { parts = append(parts, strings.Join(list, ", ")) }
	err := s.Ledger(context.Background(), func(l store.Ledger) error {
		for _, from := range []uint64{0, 3} {
			var log []string
			for place, hash := range l.Log(from) {
				log = append(log, fmt.Sprintf("%d %s", place, hash))
			}
			add(log)
		}
		if l.At(0) != nil || l.At(99) != nil {
			t.Errorf("At(0) = %q, At(99) = %q, want none", l.At(0), l.At(99))
		}
		add([]string{"- " + string(l.At(2)) + " -"})
		var chains []string
		for c, err := range l.Chains() {
			chains = append(chains, tellChain(t, c, err))
		}
		add(chains)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(parts, "; ") + "; "
}

func tellChain(t *testing.T, c store.Chain, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	places := ""
	for _, e := range c.Entries {
		places += fmt.Sprintf(" %d", e.Log)
	}
	return fmt.Sprintf("%s%s %d %s %s", c.Phone, c.Erased, c.Last, c.Head, strings.TrimSpace(places))
}

// chainsOf tells the chains of one person.
func chainsOf(t *testing.T, s store.Store, pseudonym string, phone fsm.Phone) string {
	t.Helper()
	var told []string
	err := s.Ledger(context.Background(), func(l store.Ledger) error {
		for c, err := range l.ChainsOf(pseudonym, phone) {
			told = append(told, tellChain(t, c, err))
		}
		for range l.ChainsOf(pseudonym, phone) {
			break // whoever has seen enough may go
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(told, ", ")
}

// Ensure that the queue of holds follows the records, the one that is due first before the others.
func tryHeld(t *testing.T, s store.Store) {
	hold := func(phone fsm.Phone, due fsm.Moment) {
		must(t, s, phone, func(d *fsm.Decision) {
			if d.Next.Hold = nil; due != 0 {
				d.Next.Hold = &fsm.Hold{Due: due}
			}
		})
	}
	held := func(limit int, want ...fsm.Phone) {
		t.Helper()
		list, err := s.Held(context.Background(), limit)
		if fmt.Sprint(list) != fmt.Sprint(want) || err != nil {
			t.Errorf("Held(%d) = %v, %v, want %v", limit, list, err, want)
		}
	}
	held(10)
	hold(ann, 9)
	hold(bob, 3)
	hold(eve, 3)
	must(t, s, "SHOP", func(d *fsm.Decision) { d.Next.Hold = &fsm.Hold{} }) // of an older version
	held(10, bob, eve, ann)
	held(2, bob, eve)
	held(0)
	hold(bob, 0)
	hold(ann, 1)
	held(10, ann, eve)
}

// Ensure that of an erased person nothing is left but the ledger without what it told, and the
// suppression, and that whoever has the same phone later begins anew.
func tryErase(t *testing.T, s store.Store) {
	ctx := context.Background()
	link := fsm.Link{Code: "Ab3", Phone: ann, Seq: 1}
	others := fsm.Link{Code: "Ab4", Phone: bob, Seq: 1}
	must(t, s, bob, func(d *fsm.Decision) { text(d, 1, "", true); sealed(d, "b1"); d.Links = []fsm.Link{others} })
	for life := range 2 {
		absent(t, s, ann)
		must(t, s, ann, func(d *fsm.Decision) {
			text(d, 1, "", true)
			text(d, 2, "SM", false)
			d.Messages[0].Body = "look https://a.test/l/Ab3, or https://a.test/l/Ab4"
			d.Links, d.Counters = []fsm.Link{link}, map[string]int64{"n": 1}
			d.Next.Calendar, d.Next.Hold = []fsm.Item{{At: 5}}, &fsm.Hold{Due: 5}
			d.Next.Runs = []fsm.Run{{Workflow: "stock", Step: "wait", Awaits: []string{"back"}}}
			d.Next.Wire, d.Next.Ready = &fsm.Flight{Seq: 1, At: 5}, nil
			sealed(d, fmt.Sprintf("a%d", life))
		})
		must(t, s, ann, func(d *fsm.Decision) { d.Next.Ready = []fsm.Want{{Sender: "MG"}}; d.Next.Wire = nil })
		must(t, s, ann, func(d *fsm.Decision) {
			sealed(d, fmt.Sprintf("e%d", life))
			d.Erased, d.Counters = &fsm.Erasure{Pseudonym: "nobody", ErasedAt: fsm.Moment(life) + 7}, map[string]int64{"erased": 1}
		})
	}
	absent(t, s, ann)
	seen := fsm.Erasure{}
	must(t, s, eve, func(*fsm.Decision) {})
	if _, err := s.Update(ctx, eve, func(v store.View) (d fsm.Decision, err error) {
		seen, err = v.Erased("nobody")
		if _, none := v.Erased("somebody"); !isNotFound(none) {
			t.Errorf("Erased of somebody = %v, want ErrNotFound", none)
		}
		return fsm.Decision{Nothing: true}, err
	}); err != nil {
		t.Error(err)
	}
	compare(t, "suppression", fsm.Erasure{Pseudonym: "nobody", ErasedAt: 8, Erasures: 2}, seen, nil)
	want := "1 b1, 2 a0, 3 e0, 4 a1, 5 e1; 3 e0, 4 a1, 5 e1; - a0 -; " + string(bob) + " 1 b1 1, " + string(eve) + " 0  , nobody 2 e0 2 3, nobody 2 e1 4 5; "
	if got := tellLedger(t, s); got != want {
		t.Errorf("the ledger is\n%s, want\n%s", got, want)
	}
	for _, c := range []struct {
		pseudonym string
		phone     fsm.Phone
		want      string
	}{
		{"nobody", ann, "nobody 2 e0 2 3, nobody 2 e1 4 5"},
		{"nobody", bob, "nobody 2 e0 2 3, nobody 2 e1 4 5, " + string(bob) + " 1 b1 1"},
		{"somebody", ann, ""},
		{"", "", ""},
		{string(bob), bob, string(bob) + " 1 b1 1"},
	} {
		if got := chainsOf(t, s, c.pseudonym, c.phone); got != c.want {
			t.Errorf("ChainsOf(%q, %q) = %q, want %q", c.pseudonym, c.phone, got, c.want)
		}
	}
	left(t, s)
	if _, err := s.Link(ctx, "Ab4"); err != nil {
		t.Errorf("another person's link: %v", err)
	}
}

// left looks for what is left of an erased person.
func left(t *testing.T, s store.Store) {
	ctx := context.Background()
	if _, err := s.Link(ctx, "Ab3"); !isNotFound(err) {
		t.Errorf("his link: %v, want ErrNotFound", err)
	}
	due, _, err := s.Due(ctx, 100, 10)
	compare(t, "calendar", []fsm.Phone(nil), due, err)
	held, err := s.Held(ctx, 10)
	compare(t, "held", []fsm.Phone(nil), held, err)
	ready, err := s.Ready(ctx, "MG", 10)
	compare(t, "ready", []fsm.Phone(nil), ready, err)
	flights, err := s.Flights(ctx, 10)
	compare(t, "flights", []store.Flight(nil), flights, err)
	watchers, err := s.Watchers(ctx, fsm.Watch{Event: "back"}, "", 10)
	compare(t, "watchers", []fsm.Phone(nil), watchers, err)
	standing, err := s.Standing(ctx)
	compare(t, "standing", map[fsm.Stand]int64{}, standing, err)
	consent, err := s.Consent(ctx, ann)
	compare(t, "consent", []fsm.LedgerEntry(nil), consent, err)
	counters, err := s.Counters(ctx)
	compare(t, "counters", map[string]int64{"n": 2, "erased": 2}, counters, err)
	stats, err := s.Stats(ctx)
	compare(t, "stats", []int64{2, 1}, []int64{stats.Subscribers, stats.Messages}, err)
	err = s.Ledger(ctx, func(l store.Ledger) error {
		for c := range l.Chains() {
			for _, e := range c.Entries {
				if c.Erased != "" && (e.Source != "" || e.Phone != "" || len(e.Salt) > 0 || len(e.Evidence) > 0) {
					t.Errorf("the ledger tells %+v", e)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
