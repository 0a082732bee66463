package boltstore

import (
	"context"
	"errors"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// customers is the bucket of whose number customers have, to be written.
func (w *writer) customers() ordered.Rows { return shelf{w.tx.Bucket([]byte(customersBucket)), w} }

// Customer implements store.Store.
func (s *Store) Customer(ctx context.Context, id string) (who fsm.Identity, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		who, err = identities.Find(shelfOf(tx, customersBucket), id)
		return err
	})
	return who, err
}

// Customers implements store.Store.
func (s *Store) Customers(ctx context.Context, phone fsm.Phone) (list []string, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) error {
		list = identities.Of(shelfOf(tx, customersBucket), phone)
		return nil
	})
	return list, err
}

// Merge implements store.Store.
func (s *Store) Merge(ctx context.Context, from, into string) error {
	return s.submit(ctx, 1, func(w *writer) error {
		err := identities.Merge(w.customers(), from, into)
		if errors.Is(err, store.ErrDamaged) && w.failed == nil {
			w.failed = err // some may have been written
		}
		return err
	})
}
