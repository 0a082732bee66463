package boltstore

import (
	"context"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/ordered"
	"github.com/parley-sms/parley/store/internal/outbox"
)

// outbox is the bucket of what webhooks are to be told, to be written.
func (w *writer) outbox() ordered.Rows { return shelf{w.tx.Bucket([]byte(outboxBucket)), w} }

// Outboxes implements store.Store.
func (s *Store) Outboxes(ctx context.Context) (list []store.Outbox, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		list, err = outbox.All(shelfOf(tx, outboxBucket))
		return err
	})
	return list, err
}

// Outgoing implements store.Store.
func (s *Store) Outgoing(ctx context.Context, webhook string, now fsm.Moment, limit int) (due []store.Outgoing, next fsm.Moment, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		due, next, err = outbox.Due(shelfOf(tx, outboxBucket), webhook, now, limit)
		return err
	})
	return due, next, err
}

// DeadOutgoing implements store.Store.
func (s *Store) DeadOutgoing(ctx context.Context, webhook string, limit int) (list []store.Outgoing, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) (err error) {
		list, err = outbox.Dead(shelfOf(tx, outboxBucket), webhook, limit)
		return err
	})
	return list, err
}

// Posted implements store.Store.
func (s *Store) Posted(ctx context.Context, o store.Outgoing, came store.Posted) error {
	return s.changeOutbox(ctx, 1, func(rows ordered.Rows) error { return outbox.Posted(rows, o, came) })
}

// ReviveOutgoing implements store.Store.
func (s *Store) ReviveOutgoing(ctx context.Context, webhook string, now fsm.Moment) (n int, err error) {
	err = s.changeOutbox(ctx, store.MaxDead, func(rows ordered.Rows) (err error) {
		n, err = outbox.Revive(rows, webhook, now)
		return err
	})
	return n, err
}

// DropOutgoing implements store.Store.
func (s *Store) DropOutgoing(ctx context.Context, webhook string, limit int) (n int, err error) {
	err = s.changeOutbox(ctx, limit, func(rows ordered.Rows) (err error) {
		n, err = outbox.Drop(rows, webhook, limit)
		return err
	})
	return n, err
}

// changeOutbox writes to the outbox in a commit.
func (s *Store) changeOutbox(ctx context.Context, weight int, change func(ordered.Rows) error) error {
	return s.submit(ctx, weight, func(w *writer) error {
		if err := change(w.outbox()); err != nil && w.failed == nil {
			w.failed = err // some may have been written
		}
		return w.failed
	})
}
