package memstore

import (
	"context"
	"fmt"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Standing implements store.Store.
func (s *Store) Standing(ctx context.Context) (map[fsm.Stand]int64, error) {
	all := map[fsm.Stand]int64{}
	err := s.read(ctx, func() error {
		for _, sub := range s.data.Subscribers {
			for _, stand := range sub.queued.stands {
				all[stand]++
			}
		}
		return nil
	})
	return all, err
}

// Watchers implements store.Store.
func (s *Store) Watchers(ctx context.Context, w fsm.Watch, after fsm.Phone, limit int) ([]fsm.Phone, error) {
	var list []fsm.Phone
	err := s.read(ctx, func() error {
		for _, phone := range s.after(after) {
			if len(list) >= limit {
				break
			}
			if slices.Contains(s.data.Subscribers[phone].queued.watches, w) {
				list = append(list, phone)
			}
		}
		return nil
	})
	return list, err
}

// Link implements store.Store.
func (s *Store) Link(ctx context.Context, code string) (fsm.Link, error) {
	var l fsm.Link
	err := s.read(ctx, func() (err error) {
		data, ok := s.data.Links[code]
		if !ok {
			return fmt.Errorf("link %.20q: %w", code, store.ErrNotFound)
		}
		l, err = codec.Decode[fsm.Link](data)
		return err
	})
	return l, err
}
