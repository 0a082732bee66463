package boltstore

import (
	"context"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Note implements store.Store.
func (s *Store) Note(ctx context.Context, act store.Act) error {
	return s.submit(ctx, 1, func(w *writer) error {
		acts := w.tx.Bucket([]byte(auditBucket))
		last, _ := acts.Cursor().Last()
		act.Number = 1
		if last != nil {
			act.Number = binary.BigEndian.Uint64(last) + 1
		}
		row, err := codec.Encode(&act)
		if err != nil {
			return err
		}
		w.put(acts, number(int64(act.Number)), row)
		if act.Number > store.MaxActs {
			w.delete(acts, number(int64(act.Number-store.MaxActs)))
		}
		return w.failed
	})
}

// Acts implements store.Store.
func (s *Store) Acts(ctx context.Context, before uint64, limit int) ([]store.Act, error) {
	var list []store.Act
	err := s.read(ctx, func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(auditBucket)).Cursor()
		key, row := c.Last()
		if before > 0 {
			c.Seek(number(int64(before)))
			key, row = c.Prev()
		}
		for ; key != nil && len(list) < limit; key, row = c.Prev() {
			act, err := codec.Decode[store.Act](row)
			if err != nil {
				return err
			}
			list = append(list, act)
		}
		return nil
	})
	return list, err
}
