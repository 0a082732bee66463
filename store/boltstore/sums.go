package boltstore

import (
	"context"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/internal/sums"
)

// Measures implements store.Store.
func (s *Store) Measures(ctx context.Context, from, to fsm.Day, each func(fsm.Measure) error) error {
	return s.read(ctx, func(tx *bolt.Tx) error {
		return sums.Each(sumsOf(tx.Bucket([]byte(sumsBucket)), from, to), each)
	})
}

// sumsOf gives the rows of some days.
func sumsOf(b *bolt.Bucket, from, to fsm.Day) iter.Seq2[string, []byte] {
	first, behind := sums.Range(from, to)
	return func(yield func(string, []byte) bool) {
		c := b.Cursor()
		for k, v := c.Seek([]byte(first)); k != nil && string(k) < behind && yield(string(k), v); k, v = c.Next() {
		}
	}
}

// finishSums writes what the commit adds to the daily sums.
func (w *writer) finishSums() {
	if err := w.sums.Write(sumRows{w.tx.Bucket([]byte(sumsBucket)), w}); err != nil && w.failed == nil {
		w.failed = fmt.Errorf("add to the daily sums: %w", err)
	}
}

// sumRows is the bucket of daily sums, to be written.
type sumRows struct {
	b *bolt.Bucket
	w *writer
}

func (r sumRows) Get(key string) []byte        { return r.b.Get([]byte(key)) }
func (r sumRows) Put(key string, value []byte) { r.w.put(r.b, []byte(key), value) }
func (r sumRows) Delete(key string)            { r.w.delete(r.b, []byte(key)) }
