package boltstore

import (
	"bytes"
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/decided"
)

// Counters implements store.Store.
func (s *Store) Counters(ctx context.Context) (map[string]int64, error) {
	all := map[string]int64{}
	err := s.read(ctx, func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(countersBucket))
		return b.ForEach(func(name, _ []byte) error {
			all[string(name)] = count(b, string(name))
			return nil
		})
	})
	return all, err
}

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, key string) ([]byte, error) {
	var value []byte
	err := s.read(ctx, func(tx *bolt.Tx) error {
		v := tx.Bucket([]byte(valuesBucket)).Get([]byte(key))
		if v == nil {
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
	return s.submit(ctx, 1, func(w *writer) error {
		w.setValue(key, value)
		return w.failed
	})
}

func (w *writer) setValue(key string, value []byte) {
	values := w.tx.Bucket([]byte(valuesBucket))
	if value == nil {
		w.delete(values, []byte(key))
		return
	}
	w.put(values, []byte(key), value)
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, prefix string) (map[string][]byte, error) {
	found := map[string][]byte{}
	err := s.read(ctx, func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(valuesBucket)).Cursor()
		begin := []byte(prefix)
		for key, value := c.Seek(begin); key != nil && bytes.HasPrefix(key, begin); key, value = c.Next() {
			found[string(key)] = bytes.Clone(value)
		}
		return nil
	})
	return found, err
}
