package memstore

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Record implements store.Store.
func (s *Store) Record(ctx context.Context, phone fsm.Phone) (fsm.Record, error) {
	var r fsm.Record
	err := s.read(ctx, func() (err error) {
		if s.data.Subscribers[phone] == nil {
			return fmt.Errorf("record of %s: %w", phone.Redacted(), store.ErrNotFound)
		}
		r, err = s.record(phone)
		return err
	})
	return r, err
}

// Messages implements store.Store.
func (s *Store) Messages(ctx context.Context, phone fsm.Phone, before uint64, limit int) ([]fsm.Message, error) {
	var list []fsm.Message
	err := s.read(ctx, func() (err error) {
		if sub := s.data.Subscribers[phone]; sub != nil {
			list, err = sub.newest(before, limit)
		}
		return err
	})
	return list, err
}

// newest lists messages below a number, newest first.
func (s *subscriber) newest(before uint64, limit int) ([]fsm.Message, error) {
	var list []fsm.Message
	for _, seq := range slices.Backward(slices.Sorted(maps.Keys(s.Messages))) {
		if before != 0 && seq >= before {
			continue
		}
		if len(list) >= limit {
			break
		}
		m, err := codec.Decode[fsm.Message](s.Messages[seq])
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// Journal implements store.Store.
func (s *Store) Journal(ctx context.Context, phone fsm.Phone, before uint64, limit int) ([]fsm.Entry, error) {
	var list []fsm.Entry
	err := s.read(ctx, func() error {
		sub := s.data.Subscribers[phone]
		if sub == nil {
			return nil
		}
		for i, data := range slices.Backward(sub.Journal) {
			if before != 0 && uint64(i)+1 >= before {
				continue
			}
			if len(list) >= limit {
				break
			}
			e, err := codec.Decode[fsm.Entry](data)
			if err != nil {
				return err
			}
			list = append(list, e)
		}
		return nil
	})
	return list, err
}

// Replay implements store.Store.
func (s *Store) Replay(ctx context.Context, phone fsm.Phone, after, to uint64, each func(fsm.Entry) error) error {
	list, err := s.Journal(ctx, phone, 0, math.MaxInt)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(list) {
		if to != 0 && e.Version > to {
			return nil
		}
		if e.Version <= after {
			continue
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return nil
}

// Consent implements store.Store.
func (s *Store) Consent(ctx context.Context, phone fsm.Phone) ([]fsm.LedgerEntry, error) {
	var list []fsm.LedgerEntry
	err := s.read(ctx, func() error {
		sub := s.data.Subscribers[phone]
		if sub == nil {
			return nil
		}
		for _, data := range sub.Ledger {
			e, err := codec.Decode[fsm.LedgerEntry](data)
			if err != nil {
				return err
			}
			list = append(list, e)
		}
		return nil
	})
	return list, err
}

// Subscribers implements store.Store.
func (s *Store) Subscribers(ctx context.Context, after fsm.Phone, limit int) ([]fsm.Record, error) {
	var list []fsm.Record
	err := s.read(ctx, func() error {
		for _, phone := range s.after(after) {
			if len(list) >= limit {
				break
			}
			r, err := s.record(phone)
			if err != nil {
				return err
			}
			list = append(list, r)
		}
		return nil
	})
	return list, err
}

// after gives all phones behind one, in order.
func (s *Store) after(phone fsm.Phone) []fsm.Phone {
	at, found := slices.BinarySearch(s.phones, phone)
	if found {
		at++
	}
	return s.phones[at:]
}
