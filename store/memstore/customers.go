package memstore

import (
	"context"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/internal/identities"
)

// Customer implements store.Store.
func (s *Store) Customer(ctx context.Context, id string) (who fsm.Identity, err error) {
	err = s.read(ctx, func() (err error) {
		who, err = identities.Find(&s.data.Customers, id)
		return err
	})
	return who, err
}

// Customers implements store.Store.
func (s *Store) Customers(ctx context.Context, phone fsm.Phone) (list []string, err error) {
	err = s.read(ctx, func() error {
		list = identities.Of(&s.data.Customers, phone)
		return nil
	})
	return list, err
}

// Merge implements store.Store.
func (s *Store) Merge(ctx context.Context, from, into string) error {
	return s.write(ctx, func() error { return identities.Merge(&s.data.Customers, from, into) })
}
