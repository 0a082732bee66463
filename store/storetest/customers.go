package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// binds claims a customer.
func binds(t *testing.T, s store.Store, phone fsm.Phone, customer string, at fsm.Moment) {
	t.Helper()
	must(t, s, phone, func(d *fsm.Decision) { d.Binds = []fsm.Bind{{Customer: customer, At: at}} })
}

func merge(t *testing.T, s store.Store, from, into string) {
	t.Helper()
	if err := s.Merge(context.Background(), from, into); err != nil {
		t.Fatal(err)
	}
}

// has compares whose number a customer has; empty: nobody's.
func has(t *testing.T, s store.Store, customer string, phone fsm.Phone) {
	t.Helper()
	got, err := s.Customer(context.Background(), customer)
	if got.Phone != phone || err != nil && (phone != "" || !isNotFound(err)) {
		t.Errorf("%s has the number %q, %v, want %q", customer, got.Phone, err, phone)
	}
	look(t, s, eve, func(v store.View) {
		if seen, err := v.Customer(customer); seen != got || (err == nil) != (phone != "") {
			t.Errorf("a decision is told of %s: %+v, %v", customer, seen, err)
		}
	})
}

func customersOf(t *testing.T, s store.Store, phone fsm.Phone, want ...string) {
	t.Helper()
	got, err := s.Customers(context.Background(), phone)
	compare(t, "customers of "+string(phone), want, got, err)
}

// Ensure that a customer is found by the whole of his id, and that numbers list theirs.
func tryCustomers(t *testing.T, s store.Store) {
	has(t, s, "c", "")
	binds(t, s, ann, "c", 5)
	binds(t, s, ann, "c1", 6)
	binds(t, s, eve, "d", 6)
	has(t, s, "c", ann)
	has(t, s, "c1", ann)
	has(t, s, "c11", "")
	has(t, s, "", "")
	customersOf(t, s, ann, "c", "c1")
	customersOf(t, s, bob)
	got, err := s.Customer(context.Background(), "c1")
	compare(t, "c1", fsm.Identity{Customer: "c1", Phone: ann, At: 6}, got, err)
}

// Ensure that a newer claim gives a customer another number, and that an older one is refused and stores
// nothing.
func tryCustomerClaims(t *testing.T, s store.Store) {
	binds(t, s, ann, "c", 5)
	binds(t, s, bob, "c", 6)
	has(t, s, "c", bob)
	customersOf(t, s, ann)
	_, err := s.Update(context.Background(), eve, change(func(d *fsm.Decision) { d.Binds = []fsm.Bind{{Customer: "c", At: 5}} }))
	if !errors.Is(err, store.ErrTaken) {
		t.Errorf("an older claim: %v, want %v", err, store.ErrTaken)
	}
	for _, id := range []string{"", "a\x00b", strings.Repeat("x", fsm.MaxCustomer+1)} {
		_, err := s.Update(context.Background(), eve, change(func(d *fsm.Decision) { d.Binds = []fsm.Bind{{Customer: id, At: 9}} }))
		if !errors.Is(err, store.ErrDecision) {
			t.Errorf("a claim of %.5q: %v, want %v", id, err, store.ErrDecision)
		}
		if err := s.Merge(context.Background(), id, "c"); err == nil {
			t.Errorf("%.5q was merged", id)
		}
	}
	absent(t, s, eve)
	has(t, s, "c", bob)
}

// Ensure that merged customers have one number, whoever it was known of and whenever it changes, and that a
// merge that is done again changes nothing.
func tryMerge(t *testing.T, s store.Store) {
	binds(t, s, ann, "old", 5)
	merge(t, s, "old", "new") // of whom no number is known
	has(t, s, "new", ann)
	has(t, s, "old", ann)
	binds(t, s, bob, "newer", 6)
	merge(t, s, "new", "newer")
	for range 2 {
		merge(t, s, "old", "new")
		merge(t, s, "newer", "old")
	}
	for _, c := range []string{"old", "new", "newer"} {
		has(t, s, c, bob)
	}
	customersOf(t, s, ann)
	customersOf(t, s, bob, "newer", "new", "old")
	got, err := s.Customer(context.Background(), "old")
	compare(t, "old", fsm.Identity{Customer: "old", Phone: bob, At: 6, Into: "newer"}, got, err)
	binds(t, s, eve, "old", 7)
	for _, c := range []string{"old", "new", "newer"} {
		has(t, s, c, eve)
	}
	merge(t, s, "x", "y")
	has(t, s, "x", "")
	binds(t, s, ann, "x", 1)
	has(t, s, "y", ann)
}

// Ensure that of too many customers of one number the first goes, and that too many are not merged into one.
func tryCustomerBounds(t *testing.T, s store.Store) {
	for i := range 17 {
		binds(t, s, ann, fmt.Sprintf("c%02d", i), fsm.Moment(10+i))
	}
	has(t, s, "c00", "")
	has(t, s, "c01", ann)
	for i := range 16 {
		merge(t, s, fmt.Sprintf("m%02d", i), "c16")
	}
	if err := s.Merge(context.Background(), "m16", "c16"); !errors.Is(err, store.ErrMerged) {
		t.Errorf("merged with too many: %v, want %v", err, store.ErrMerged)
	}
	has(t, s, "m16", "")
	has(t, s, "m15", ann)
}

// Ensure that nothing tells which customers an erased person was.
func tryCustomersErased(t *testing.T, s store.Store) {
	binds(t, s, ann, "c", 5)
	binds(t, s, bob, "d", 5)
	merge(t, s, "b", "c")
	must(t, s, ann, func(d *fsm.Decision) { d.Erased = &fsm.Erasure{Pseudonym: "nobody", ErasedAt: 9} })
	has(t, s, "c", "")
	has(t, s, "b", "")
	has(t, s, "d", bob)
	customersOf(t, s, ann)
	binds(t, s, bob, "b", 1)
	has(t, s, "c", "")
}
