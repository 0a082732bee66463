package memstore

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// place is where a subscriber stands in a queue.
type place struct {
	phone    fsm.Phone
	at       fsm.Moment
	priority fsm.Priority
	seq      uint64
}

func byPlace(a, b place) int {
	return cmp.Or(cmp.Compare(a.priority, b.priority), cmp.Compare(a.at, b.at),
		cmp.Compare(a.phone, b.phone), cmp.Compare(a.seq, b.seq))
}

// Due implements store.Store.
func (s *Store) Due(ctx context.Context, now fsm.Moment, limit int) (due []fsm.Phone, next fsm.Moment, err error) {
	err = s.read(ctx, func() error {
		for _, p := range s.index.due {
			if p.at > now || len(due) >= limit {
				next = p.at
				break
			}
			due = append(due, p.phone)
		}
		return nil
	})
	return due, next, err
}

// Held implements store.Store.
func (s *Store) Held(ctx context.Context, limit int) ([]fsm.Phone, error) {
	var list []fsm.Phone
	err := s.read(ctx, func() error {
		for _, p := range first(s.index.held, limit) {
			list = append(list, p.phone)
		}
		return nil
	})
	return list, err
}

// Ready implements store.Store.
func (s *Store) Ready(ctx context.Context, sender string, limit int) ([]fsm.Phone, error) {
	var list []fsm.Phone
	err := s.read(ctx, func() error {
		for _, p := range first(s.index.ready[sender], limit) {
			list = append(list, p.phone)
		}
		return nil
	})
	return list, err
}

// first gives the first places of a list, as many as may be.
func first(all sorted, limit int) sorted { return all[:min(max(limit, 0), len(all))] }

// ReadySenders implements store.Store. They are in order of their address.
func (s *Store) ReadySenders(ctx context.Context) ([]string, error) {
	var list []string
	err := s.read(ctx, func() error {
		list = slices.Sorted(maps.Keys(s.index.ready))
		return nil
	})
	return list, err
}

// Queues implements store.Store.
func (s *Store) Queues(ctx context.Context, most int) ([]store.Queue, error) {
	var list []store.Queue
	err := s.read(ctx, func() error {
		for _, sender := range slices.Sorted(maps.Keys(s.index.ready)) {
			for _, p := range s.index.ready[sender] {
				q := store.Queue{Sender: sender, Priority: p.priority, Oldest: p.at}
				if n := len(list); n == 0 || list[n-1].Sender != sender || list[n-1].Priority != p.priority {
					list = append(list, q)
				}
				if last := &list[len(list)-1]; last.Waiting < most {
					last.Waiting++
				}
			}
		}
		return nil
	})
	return list, err
}

// Flights implements store.Store.
func (s *Store) Flights(ctx context.Context, limit int) ([]store.Flight, error) {
	var list []store.Flight
	err := s.read(ctx, func() error {
		for _, p := range first(s.index.flights, limit) {
			list = append(list, store.Flight{Phone: p.phone, Seq: p.seq, At: p.at})
		}
		return nil
	})
	return list, err
}
