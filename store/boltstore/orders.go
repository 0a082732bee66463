package boltstore

import (
	"context"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/internal/ordered"
	"github.com/parley-sms/parley/store/internal/orders"
)

// orders is the bucket of orders, to be written.
func (w *writer) orders() ordered.Rows { return shelf{w.tx.Bucket([]byte(ordersBucket)), w} }

// Orders implements store.Store.
func (s *Store) Orders(ctx context.Context, after fsm.OrderPlace, limit int) (list []fsm.Order, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		list, err = orders.After(shelfOf(tx, ordersBucket), after, limit)
		return err
	})
	return list, err
}

// OrdersOf implements store.Store.
func (s *Store) OrdersOf(ctx context.Context, phone fsm.Phone, limit int) (list []fsm.Order, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		list, err = orders.Of(shelfOf(tx, ordersBucket), phone, limit)
		return err
	})
	return list, err
}
