package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// many gives n phones in order.
func many(n int) []fsm.Phone {
	phones := make([]fsm.Phone, n)
	for i := range phones {
		phones[i] = fsm.Phone(fmt.Sprintf("+1500%07d", i))
	}
	return phones
}

// Ensure that Enrol updates each phone once, over several commits, and counts those for which
// nothing was to be stored.
func tryEnrol(t *testing.T, s store.Store) {
	phones := many(4500)
	n, err := s.Enrol(context.Background(), slices.Values(phones), func(v store.View) (fsm.Decision, error) {
		d, err := change(touch)(v)
		d.Nothing = v.Record().Phone == phones[7]
		d.Counters = map[string]int64{"enrolled": 1}
		return d, err
	})
	if n != len(phones) || err != nil {
		t.Fatalf("Enrol = %d, %v, want %d", n, err, len(phones))
	}
	list, err := s.Subscribers(context.Background(), "", len(phones))
	if len(list) != len(phones)-1 || err != nil {
		t.Errorf("%d subscribers, %v, want %d", len(list), err, len(phones)-1)
	}
	counters, err := s.Counters(context.Background())
	compare(t, "counters", map[string]int64{"enrolled": int64(len(phones)) - 1}, counters, err)
	if n, err := s.Enrol(context.Background(), iter.Seq[fsm.Phone](func(func(fsm.Phone) bool) {}), change(touch)); n != 0 || err != nil {
		t.Errorf("Enrol of none = %d, %v", n, err)
	}
}

// Ensure that Enrol stops at the first error, keeps what came before it, and can go on from there.
func tryEnrolError(t *testing.T, s store.Store) {
	phones := many(3000)
	refusal := errors.New("no")
	refuse := true
	decide := func(v store.View) (fsm.Decision, error) {
		if refuse && v.Record().Phone == phones[2500] {
			return fsm.Decision{}, refusal
		}
		return change(touch)(v)
	}
	n, err := s.Enrol(context.Background(), slices.Values(phones), decide)
	if n != 2500 || err != refusal {
		t.Fatalf("Enrol = %d, %v, want 2500 and the refusal", n, err)
	}
	refuse = false
	rest, err := s.Enrol(context.Background(), slices.Values(phones[n:]), decide)
	if n+rest != len(phones) || err != nil {
		t.Errorf("Enrol went on with %d, %v, want %d", rest, err, len(phones)-n)
	}
	list, err := s.Subscribers(context.Background(), "", len(phones))
	if len(list) != len(phones) || err != nil {
		t.Errorf("%d subscribers, %v, want %d", len(list), err, len(phones))
	}
	for _, r := range list {
		if r.Version != 1 {
			t.Errorf("%s has version %d, want 1", r.Phone, r.Version)
		}
	}
}
