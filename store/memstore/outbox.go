package memstore

import (
	"context"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/outbox"
)

// Outboxes implements store.Store.
func (s *Store) Outboxes(ctx context.Context) (list []store.Outbox, err error) {
	err = s.read(ctx, func() (err error) {
		list, err = outbox.All(&s.data.Outbox)
		return err
	})
	return list, err
}

// Outgoing implements store.Store.
func (s *Store) Outgoing(ctx context.Context, webhook string, now fsm.Moment, limit int) (due []store.Outgoing, next fsm.Moment, err error) {
	err = s.read(ctx, func() (err error) {
		due, next, err = outbox.Due(&s.data.Outbox, webhook, now, limit)
		return err
	})
	return due, next, err
}

// DeadOutgoing implements store.Store.
func (s *Store) DeadOutgoing(ctx context.Context, webhook string, limit int) (list []store.Outgoing, err error) {
	err = s.read(ctx, func() (err error) {
		list, err = outbox.Dead(&s.data.Outbox, webhook, limit)
		return err
	})
	return list, err
}

// Posted implements store.Store.
func (s *Store) Posted(ctx context.Context, o store.Outgoing, came store.Posted) error {
	return s.write(ctx, func() error { return outbox.Posted(&s.data.Outbox, o, came) })
}

// ReviveOutgoing implements store.Store.
func (s *Store) ReviveOutgoing(ctx context.Context, webhook string, now fsm.Moment) (n int, err error) {
	err = s.write(ctx, func() (err error) {
		n, err = outbox.Revive(&s.data.Outbox, webhook, now)
		return err
	})
	return n, err
}

// DropOutgoing implements store.Store.
func (s *Store) DropOutgoing(ctx context.Context, webhook string, limit int) (n int, err error) {
	err = s.write(ctx, func() (err error) {
		n, err = outbox.Drop(&s.data.Outbox, webhook, limit)
		return err
	})
	return n, err
}
