package boltstore

import (
	"bytes"
	"context"
	"iter"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// shelf is a bucket of rows that all storages keep alike, to be read; with a writer it can be written to.
type shelf struct {
	*bolt.Bucket
	w *writer
}

func shelfOf(tx *bolt.Tx, bucket string) shelf { return shelf{Bucket: tx.Bucket([]byte(bucket))} }

func (s shelf) Get(key string) []byte        { return s.Bucket.Get([]byte(key)) }
func (s shelf) Put(key string, value []byte) { s.w.put(s.Bucket, []byte(key), value) }
func (s shelf) Delete(key string)            { s.w.delete(s.Bucket, []byte(key)) }

func (s shelf) From(key string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		c := s.Cursor()
		for k, v := c.Seek([]byte(key)); k != nil && yield(string(k), bytes.Clone(v)); k, v = c.Next() {
		}
	}
}

// coupons is the bucket of codes and grants, to be written.
func (w *writer) coupons() ordered.Rows { return shelf{w.tx.Bucket([]byte(codesBucket)), w} }

// AddCodes implements store.Store.
func (s *Store) AddCodes(ctx context.Context, offer string, codes []string) (refused []store.RefusedCode, err error) {
	if err := coupons.CheckAdd(offer, codes); err != nil {
		return nil, err
	}
	err = s.submit(ctx, len(codes), func(w *writer) (err error) {
		if refused, err = coupons.Add(w.coupons(), offer, codes); err != nil {
			w.failed = err // some may have been written
		}
		return w.failed
	})
	return refused, err
}

// Pools implements store.Store.
func (s *Store) Pools(ctx context.Context) (left map[string]int64, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		left, err = coupons.Pools(shelfOf(tx, codesBucket))
		return err
	})
	return left, err
}

// Grants implements store.Store.
func (s *Store) Grants(ctx context.Context, phone fsm.Phone, seq uint64, limit int) (list []fsm.Grant, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		list, err = coupons.Grants(shelfOf(tx, codesBucket), phone, seq, limit)
		return err
	})
	return list, err
}
