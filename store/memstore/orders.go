package memstore

import (
	"context"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/internal/orders"
)

// Orders implements store.Store.
func (s *Store) Orders(ctx context.Context, after fsm.OrderPlace, limit int) (list []fsm.Order, err error) {
	err = s.read(ctx, func() (err error) {
		list, err = orders.After(&s.data.Orders, after, limit)
		return err
	})
	return list, err
}

// OrdersOf implements store.Store.
func (s *Store) OrdersOf(ctx context.Context, phone fsm.Phone, limit int) (list []fsm.Order, err error) {
	err = s.read(ctx, func() (err error) {
		list, err = orders.Of(&s.data.Orders, phone, limit)
		return err
	})
	return list, err
}
