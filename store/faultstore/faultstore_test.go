package faultstore_test

import (
	"context"
	"errors"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/faultstore"
	"github.com/parley-sms/parley/store/memstore"
	"github.com/parley-sms/parley/store/storetest"
)

const ann fsm.Phone = "+15005550001"

func bump(v store.View) (fsm.Decision, error) {
	r := v.Record()
	r.Version++
	return fsm.Decision{Next: r}, nil
}

func always(f faultstore.Fault) faultstore.Plan {
	return func(uint64) faultstore.Fault { return f }
}

// Ensure that a store that is not made to fail is the store that it wraps.
func TestNoFaults(t *testing.T) {
	storetest.Exercise(t, func(testing.TB) store.Store {
		return faultstore.New(memstore.New(), always(faultstore.None), 0)
	})
}

// Ensure that each fault gives its error, and stores what it should.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		fault  faultstore.Fault
		want   error
		stored bool
	}{
		{faultstore.None, nil, true},
		{faultstore.CrashBefore, faultstore.ErrCrash, false},
		{faultstore.CrashAfter, faultstore.ErrCrash, true},
		{faultstore.Full, syscall.ENOSPC, false},
		{faultstore.Slow, nil, true},
	} {
		for name, write := range map[string]func(s store.Store) error{
			"Update": func(s store.Store) error { _, err := s.Update(context.Background(), ann, bump); return err },
			"Enrol": func(s store.Store) error {
				_, err := s.Enrol(context.Background(), slices.Values([]fsm.Phone{ann}), bump)
				return err
			},
			"Put": func(s store.Store) error { return s.Put(context.Background(), "k", []byte("v")) },
		} {
			inner := memstore.New()
			if err := write(faultstore.New(inner, always(c.fault), 0)); !errors.Is(err, c.want) {
				t.Errorf("%s with fault %d = %v, want %v", name, c.fault, err, c.want)
			}
			_, noRecord := inner.Record(context.Background(), ann)
			_, noValue := inner.Get(context.Background(), "k")
			if stored := noRecord == nil || noValue == nil; stored != c.stored {
				t.Errorf("%s with fault %d: stored %v, want %v", name, c.fault, stored, c.stored)
			}
		}
	}
}

// Ensure that a crash leaves counts, watchers and links as it leaves the record that they follow from.
func TestFaultsWhole(t *testing.T) {
	decide := func(v store.View) (fsm.Decision, error) {
		d, err := bump(v)
		d.Next.Runs = []fsm.Run{{Workflow: "stock", Step: "wait", Key: "k", Awaits: []string{"back"}}}
		d.Links = []fsm.Link{{Code: "c", Phone: ann}}
		return d, err
	}
	for fault, stored := range map[faultstore.Fault]bool{faultstore.CrashBefore: false, faultstore.CrashAfter: true, faultstore.Full: false} {
		inner := memstore.New()
		s := faultstore.New(inner, always(fault), 0)
		if _, err := s.Update(t.Context(), ann, decide); err == nil {
			t.Errorf("fault %d: no error", fault)
		}
		standing, err := s.Standing(t.Context())
		watchers, err2 := s.Watchers(t.Context(), fsm.Watch{Event: "back", Key: "k"}, "", 9)
		_, noLink := s.Link(t.Context(), "c")
		if (len(standing) == 1) != stored || (len(watchers) == 1) != stored || (noLink == nil) != stored || err != nil || err2 != nil {
			t.Errorf("fault %d: %v %v %v, want them stored: %v", fault, standing, watchers, noLink, stored)
		}
	}
}

// Ensure that a refusal of decide comes before a crash that follows the commit.
func TestCrashAfterRefusal(t *testing.T) {
	refusal := errors.New("no")
	s := faultstore.New(memstore.New(), always(faultstore.CrashAfter), 0)
	_, err := s.Update(context.Background(), ann, func(store.View) (fsm.Decision, error) { return fsm.Decision{}, refusal })
	if err != refusal {
		t.Errorf("Update = %v, want %v", err, refusal)
	}
}

// Ensure that a slow call takes its time, and that an ended context ends it.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := faultstore.New(memstore.New(), always(faultstore.Slow), time.Minute)
		began := time.Now()
		if err := s.Put(t.Context(), "k", nil); err != nil || time.Since(began) != time.Minute {
			t.Errorf("Put = %v after %v, want a minute", err, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Put(ctx, "k", nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Put = %v, want %v", err, context.DeadlineExceeded)
		}
		if s.Calls() != 2 {
			t.Errorf("Calls = %d, want 2", s.Calls())
		}
	})
}

// Ensure that a seed always draws the same faults, each in about its share.
func TestSeeded(t *testing.T) {
	odds := faultstore.Odds{CrashBefore: 0.1, CrashAfter: 0.2, Full: 0.05, Slow: 0.15}
	plan, again, other := faultstore.Seeded(1, odds), faultstore.Seeded(1, odds), faultstore.Seeded(2, odds)
	const n = 10_000
	counts, differ := map[faultstore.Fault]float64{}, 0
	for call := range uint64(n) {
		if plan(call) != again(call) {
			t.Fatalf("call %d: the same seed drew another fault", call)
		}
		if plan(call) != other(call) {
			differ++
		}
		counts[plan(call)]++
	}
	if differ == 0 {
		t.Error("another seed drew the same faults")
	}
	for fault, share := range map[faultstore.Fault]float64{
		faultstore.None: 0.5, faultstore.CrashBefore: 0.1, faultstore.CrashAfter: 0.2, faultstore.Full: 0.05, faultstore.Slow: 0.15,
	} {
		if got := counts[fault] / n; got < share*0.8 || got > share*1.2 {
			t.Errorf("fault %d: %.3f of all calls, want about %.2f", fault, got, share)
		}
	}
}
