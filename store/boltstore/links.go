package boltstore

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Link implements store.Store.
func (s *Store) Link(ctx context.Context, code string) (fsm.Link, error) {
	var l fsm.Link
	err := s.read(ctx, func(tx *bolt.Tx) (err error) {
		data := tx.Bucket([]byte(linksBucket)).Get([]byte(code))
		if data == nil {
			return fmt.Errorf("link %.20q: %w", code, store.ErrNotFound)
		}
		l, err = codec.Decode[fsm.Link](data)
		return err
	})
	return l, err
}

// linked gives the bytes of a stored link, or nil.
func (w *writer) linked(code string) []byte {
	return w.tx.Bucket([]byte(linksBucket)).Get([]byte(code))
}
