package storetest

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that measures are summed up by day and all their texts, down too, and read in order; that a sum of
// zero is none, and that an erasure leaves them alone.
func tryMeasures(t *testing.T, s store.Store) {
	add := func(phone fsm.Phone, list ...fsm.Measure) {
		t.Helper()
		must(t, s, phone, func(d *fsm.Decision) { d.Measures = list })
	}
	cart := fsm.Measure{Day: 20000, Workflow: "cart", Name: "released", Step: "remind", N: 2}
	with := func(edit func(m *fsm.Measure)) fsm.Measure {
		m := cart
		edit(&m)
		return m
	}
	before := with(func(m *fsm.Measure) { m.Day = -3 })
	failed := with(func(m *fsm.Measure) { m.Name, m.Detail = "failed", "30007" })
	other := with(func(m *fsm.Measure) { m.Name, m.Detail = "failed", "30008" })
	arm := with(func(m *fsm.Measure) { m.Arm, m.N = "offer", math.MinInt64 })
	ofNone := with(func(m *fsm.Measure) { m.Workflow, m.Step = "", "" })
	longer := with(func(m *fsm.Measure) { m.Workflow = "cart2" })
	next := with(func(m *fsm.Measure) { m.Day++ })
	add(ann, cart, other, next, longer)
	add(bob, cart, arm, failed, ofNone, before, with(func(m *fsm.Measure) { m.N = -1 }))
	gone := with(func(m *fsm.Measure) { m.Step, m.N = "offer", 7 })
	add(ann, gone, with(func(m *fsm.Measure) { m.Day, m.N = 7, 1 }))
	gone.N = -7
	must(t, s, ann, func(d *fsm.Decision) {
		d.Erased = &fsm.Erasure{Pseudonym: "nobody"}
		d.Measures = []fsm.Measure{gone, with(func(m *fsm.Measure) { m.Day, m.N = 7, -1 })}
	})
	cart.N = 3
	list, err := measures(s, 20000, 20000)
	compare(t, "sums of a day", []fsm.Measure{ofNone, failed, other, cart, arm, longer}, list, err)
	list, err = measures(s, -3, 19999)
	compare(t, "sums of the days before", []fsm.Measure{before}, list, err)
	list, err = measures(s, 20001, math.MaxInt32)
	compare(t, "sums of the days after", []fsm.Measure{next}, list, err)
	stop, n := errors.New("enough"), 0
	err = s.Measures(context.Background(), 20000, 20001, func(fsm.Measure) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("Measures = %v after %d sums, want the error of the first", err, n)
	}
}

// Ensure that a measure that can be no key is refused with its decision.
func tryBadMeasures(t *testing.T, s store.Store) {
	for name, m := range map[string]fsm.Measure{
		"no name": {Workflow: "cart", N: 1}, "zero byte": {Name: "a\x00b", N: 1}, "long": {Name: "a", Detail: strings.Repeat("d", 257), N: 1},
	} {
		if _, err := s.Update(context.Background(), ann, change(func(d *fsm.Decision) { d.Measures = []fsm.Measure{m} })); !errors.Is(err, store.ErrDecision) {
			t.Errorf("%s: %v, want it refused", name, err)
		}
	}
	absent(t, s, ann)
}

// measures reads the sums of some days.
func measures(s store.Store, from, to fsm.Day) ([]fsm.Measure, error) {
	var list []fsm.Measure
	err := s.Measures(context.Background(), from, to, func(m fsm.Measure) error {
		list = append(list, m)
		return nil
	})
	return list, err
}
