package memstore

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/decided"
)

// Counters implements store.Store.
func (s *Store) Counters(ctx context.Context) (map[string]int64, error) {
	var all map[string]int64
	err := s.read(ctx, func() error {
		all = maps.Clone(s.data.Counters)
		return nil
	})
	return all, err
}

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, key string) ([]byte, error) {
	var value []byte
	err := s.read(ctx, func() error {
		v, ok := s.data.Values[key]
		if !ok {
			return fmt.Errorf("value %q: %w", key, store.ErrNotFound)
		}
		value = bytes.Clone(v)
		return nil
	})
	return value, err
}

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, key string, value []byte) error {
	if err := decided.CheckValue(key, value); err != nil {
		return err
	}
	return s.write(ctx, func() error {
		if value == nil {
			delete(s.data.Values, key)
		} else {
			s.data.Values[key] = append([]byte{}, value...)
		}
		return nil
	})
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, prefix string) (map[string][]byte, error) {
	found := map[string][]byte{}
	err := s.read(ctx, func() error {
		for key, value := range s.data.Values {
			if strings.HasPrefix(key, prefix) {
				found[key] = bytes.Clone(value)
			}
		}
		return nil
	})
	return found, err
}

// Stats implements store.Store. Bytes counts encoded rows.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	var stats store.Stats
	err := s.read(ctx, func() error {
		stats.Subscribers = int64(len(s.data.Subscribers))
		for _, sub := range s.data.Subscribers {
			stats.Messages += int64(len(sub.Messages))
			stats.Bytes += sub.size()
		}
		return nil
	})
	return stats, err
}

func (s *subscriber) size() int64 {
	n := len(s.Record)
	for _, data := range s.Messages {
		n += len(data)
	}
	for _, data := range s.Journal {
		n += len(data)
	}
	for _, data := range s.Ledger {
		n += len(data)
	}
	return int64(n)
}
