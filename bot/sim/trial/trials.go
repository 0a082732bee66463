package trial

import (
	"context"
	"runtime"
	"sync"
)

// Sum is what came of many stories.
type Sum struct {
	Stories   int            `json:"stories"`
	Years     float64        `json:"subscriber_years"` // that all people lived together
	Texts     int            `json:"texts"`            // that the carrier took
	Decisions int            `json:"decisions"`        // that were stored
	Marks     map[string]int `json:"marks"`            // faults and rules that were met, and how often
	Failed    *Verdict       `json:"failed,omitempty"` // of the first seed that failed, shrunk
}

// Missed lists the marks that should be met sooner or later, and were not.
func (s Sum) Missed() (list []string) {
	for _, m := range Marks() {
		if s.Marks[m] == 0 {
			list = append(list, m)
		}
	}
	return list
}

func (s *Sum) add(v Verdict) {
	s.Stories++
	s.Years += v.Years
	s.Texts += v.Texts
	s.Decisions += v.Decisions
	for m, n := range v.Marks {
		s.Marks[m] += n
	}
	if len(v.Findings) > 0 && (s.Failed == nil || v.Seed < s.Failed.Seed) {
		s.Failed = &v
	}
}

// TryMany tries so many stories from a seed on, several at a time, until one fails, which it shrinks.
// told hears after each story how far it is.
func (c Court) TryMany(ctx context.Context, first, stories uint64, told func(Sum)) (Sum, error) {
	m := &many{sum: Sum{Marks: map[string]int{}}, next: first, left: stories, told: told}
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() { m.work(ctx, c) })
	}
	wg.Wait()
	if m.err != nil || m.sum.Failed == nil {
		return m.sum, m.err
	}
	small, err := c.Shrink(ctx, *m.sum.Failed)
	m.sum.Failed = &small
	return m.sum, err
}

// many is the work of TryMany.
type many struct {
	mu   sync.Mutex
	sum  Sum
	next uint64
	left uint64
	err  error
	told func(Sum)
}

func (m *many) work(ctx context.Context, c Court) {
	for seed, ok := m.take(); ok; seed, ok = m.take() {
		v, err := c.Try(ctx, seed)
		m.bring(v, err)
	}
}

// take takes the next seed. Once something failed there is none.
func (m *many) take() (seed uint64, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.left == 0 || m.err != nil || m.sum.Failed != nil {
		return 0, false
	}
	m.left--
	m.next++
	return m.next - 1, true
}

func (m *many) bring(v Verdict, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		m.err = err
		return
	}
	m.sum.add(v)
	m.told(m.sum)
}
