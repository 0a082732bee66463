package memstore

import (
	"cmp"
	"context"
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
		var all []place
		for phone, sub := range s.data.Subscribers {
			if sub.queued.due != 0 {
				all = append(all, place{phone: phone, at: sub.queued.due})
			}
		}
		slices.SortFunc(all, byPlace)
		for _, p := range all {
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

// Ready implements store.Store.
func (s *Store) Ready(ctx context.Context, sender string, limit int) ([]fsm.Phone, error) {
	var list []fsm.Phone
	err := s.read(ctx, func() error {
		var all []place
		for phone, sub := range s.data.Subscribers {
			if q := sub.queued; q.ready && q.head.Sender == sender {
				all = append(all, place{phone: phone, at: q.head.Since, priority: q.head.Priority})
			}
		}
		slices.SortFunc(all, byPlace)
		for _, p := range all[:min(max(limit, 0), len(all))] {
			list = append(list, p.phone)
		}
		return nil
	})
	return list, err
}

// ReadySenders implements store.Store. They are in order of their address.
func (s *Store) ReadySenders(ctx context.Context) ([]string, error) {
	var list []string
	err := s.read(ctx, func() error {
		for _, sub := range s.data.Subscribers {
			if sub.queued.ready {
				list = append(list, sub.queued.head.Sender)
			}
		}
		slices.Sort(list)
		list = slices.Compact(list)
		return nil
	})
	return list, err
}

// Flights implements store.Store.
func (s *Store) Flights(ctx context.Context, limit int) ([]store.Flight, error) {
	var list []store.Flight
	err := s.read(ctx, func() error {
		var all []place
		for phone, sub := range s.data.Subscribers {
			for _, f := range sub.queued.flights {
				all = append(all, place{phone: phone, at: f.At, seq: f.Seq})
			}
		}
		slices.SortFunc(all, byPlace)
		for _, p := range all[:min(max(limit, 0), len(all))] {
			list = append(list, store.Flight{Phone: p.phone, Seq: p.seq, At: p.at})
		}
		return nil
	})
	return list, err
}
