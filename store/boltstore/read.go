package boltstore

import (
	"context"
	"fmt"
	"math"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

const maxSeq = math.MaxUint64

// Record implements store.Store.
func (s *Store) Record(ctx context.Context, phone fsm.Phone) (fsm.Record, error) {
	var r fsm.Record
	err := s.rows(ctx, func(rows *bolt.Bucket) (err error) {
		_, data := splitRow(rows.Get(recordKey(phone)))
		if data == nil {
			return fmt.Errorf("record of %s: %w", phone.Redacted(), store.ErrNotFound)
		}
		r, err = decodeRecord(phone, data)
		return err
	})
	return r, err
}

// Messages implements store.Store.
func (s *Store) Messages(ctx context.Context, phone fsm.Phone, before uint64, limit int) ([]fsm.Message, error) {
	var list []fsm.Message
	err := s.rows(ctx, func(rows *bolt.Bucket) (err error) {
		c := rows.Cursor()
		first := messageKey(phone, before-1) // 0 wraps around: from the newest
		key, data := c.Seek(first)
		list, err = decodeRows[fsm.Message](first, key, data, c.Next, limit)
		return err
	})
	return list, err
}

// Consent implements store.Store.
func (s *Store) Consent(ctx context.Context, phone fsm.Phone) ([]fsm.LedgerEntry, error) {
	var list []fsm.LedgerEntry
	err := s.rows(ctx, func(rows *bolt.Bucket) (err error) {
		c := rows.Cursor()
		first := rowKey(phone, ledgerRow, 0)
		key, data := c.Seek(first)
		list, err = decodeRows[fsm.LedgerEntry](first, key, data, c.Next, math.MaxInt)
		return err
	})
	return list, err
}

// Subscribers implements store.Store.
func (s *Store) Subscribers(ctx context.Context, after fsm.Phone, limit int) ([]fsm.Record, error) {
	var list []fsm.Record
	err := s.rows(ctx, func(rows *bolt.Bucket) error {
		c := rows.Cursor()
		key, _ := c.Seek(behind(after))
		for key != nil && len(list) < limit {
			phone := phoneOf(key)
			_, data := splitRow(rows.Get(recordKey(phone)))
			r, err := decodeRecord(phone, data)
			if err != nil {
				return err
			}
			list = append(list, r)
			key, _ = c.Seek(behind(phone))
		}
		return nil
	})
	return list, err
}

func (s *Store) rows(ctx context.Context, look func(rows *bolt.Bucket) error) error {
	return s.read(ctx, func(tx *bolt.Tx) error { return look(tx.Bucket([]byte(rowsBucket))) })
}

// decodeRows decodes rows from one on, as long as their keys differ from like in the number alone.
func decodeRows[T codec.Row](like, key, data []byte, next func() (key, data []byte), limit int) ([]T, error) {
	var list []T
	for ; sameRows(key, like) && len(list) < limit; key, data = next() {
		row, err := codec.Decode[T](data)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}
