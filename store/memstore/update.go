package memstore

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/decided"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/orders"
	"github.com/parley-sms/parley/store/internal/outbox"
	"github.com/parley-sms/parley/store/internal/sums"
)

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	var d fsm.Decision
	err := s.write(ctx, func() (err error) {
		d, err = s.update(phone, decide)
		return err
	})
	return d, err
}

// Enrol implements store.Store. The number it gives counts phones that were decided on, also
// where the decision was to store nothing.
func (s *Store) Enrol(ctx context.Context, phones iter.Seq[fsm.Phone], decide store.Decide) (int, error) {
	n := 0
	for phone := range phones {
		if _, err := s.Update(ctx, phone, decide); err != nil {
			return n, err
		}
		n++
	}
	return n, s.read(ctx, func() error { return nil })
}

func (s *Store) update(phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	if err := decided.CheckPhone(phone); err != nil {
		return fsm.Decision{}, err
	}
	old, err := s.record(phone)
	if err != nil {
		return fsm.Decision{}, err
	}
	sub := s.data.Subscribers[phone]
	if sub == nil {
		sub = &subscriber{Messages: map[uint64][]byte{}}
	}
	d, err := decided.Run(decide, &view{old, sub, &s.data.Codes, &s.data.Orders, &s.data.Customers, s.data.Erased})
	if err != nil || d.Nothing {
		return d, err
	}
	decided.Place(&d, uint64(len(s.data.Log)))
	rows, err := decided.Prepare(&old, sub.Record, &d)
	if err != nil {
		return fsm.Decision{}, err
	}
	if err := decided.CheckCodes(&d, &rows, func(code string) []byte { return s.data.Links[code] }); err != nil {
		return fsm.Decision{}, err
	}
	if err := coupons.Check(&s.data.Codes, &d); err != nil {
		return fsm.Decision{}, err
	}
	if err := orders.Check(&d); err != nil {
		return fsm.Decision{}, err
	}
	if err := identities.Check(&s.data.Customers, &d); err != nil {
		return fsm.Decision{}, err
	}
	if err := outbox.Check(&d); err != nil {
		return fsm.Decision{}, err
	}
	if d.Erased != nil {
		return d, s.erase(sub, &d)
	}
	s.keep(sub, rows, &d)
	return d, errors.Join(coupons.Keep(&s.data.Codes, &d), orders.Keep(&s.data.Orders, &d), identities.Keep(&s.data.Customers, &d),
		outbox.Keep(&s.data.Outbox, &d), s.count(&d))
}

// keep stores what was prepared.
func (s *Store) keep(sub *subscriber, rows decided.Rows, d *fsm.Decision) {
	sub.Record = rows.Record
	s.queue(d.Next.Phone, sub, &d.Next)
	sub.Journal = append(sub.Journal, rows.Entry)
	sub.Ledger = append(sub.Ledger, rows.Ledger...)
	s.log(d.Ledger)
	for _, m := range rows.Messages {
		sub.Messages[m.Seq] = m.Data
	}
	for i, data := range rows.Links {
		s.data.Links[d.Links[i].Code] = data
	}
	if s.data.Subscribers[d.Next.Phone] == nil {
		s.data.Subscribers[d.Next.Phone] = sub
		at, _ := slices.BinarySearch(s.phones, d.Next.Phone)
		s.phones = slices.Insert(s.phones, at, d.Next.Phone)
	}
}

// count adds what a decision counts.
func (s *Store) count(d *fsm.Decision) error {
	for name, n := range d.Counters {
		s.data.Counters[name] += n
	}
	batch := sums.Batch{}
	batch.Add(d.Measures)
	return batch.Write(&s.data.Sums)
}

// queue puts a subscriber where the record asks for.
func (s *Store) queue(phone fsm.Phone, sub *subscriber, r *fsm.Record) {
	now := queuedBy(r)
	s.index.move(phone, sub.queued, now)
	sub.queued = now
}
