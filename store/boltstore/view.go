package boltstore

import (
	"bytes"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/decided"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/ordered"
	"github.com/parley-sms/parley/store/internal/orders"
)

// view is a store.View of one subscriber.
type view struct {
	record fsm.Record
	rows   *bolt.Bucket
	codes  ordered.Rows
	orders ordered.Rows
	who    ordered.Rows
	erased *bolt.Bucket
}

func (v *view) Record() fsm.Record { return v.record }

func (v *view) Message(seq uint64) (fsm.Message, error) {
	data := v.rows.Get(messageKey(v.record.Phone, seq))
	if data == nil {
		return fsm.Message{}, fmt.Errorf("message %d of %s: %w", seq, v.record.Phone.Redacted(), store.ErrNotFound)
	}
	return codec.Decode[fsm.Message](data)
}

func (v *view) FreeCode(offer string) (string, error)  { return coupons.Free(v.codes, offer) }
func (v *view) Coupon(code string) (fsm.Coupon, error) { return coupons.Coupon(v.codes, code) }
func (v *view) Order(id string) (fsm.Order, error) {
	return orders.Order(v.orders, v.record.Phone, id)
}

func (v *view) Customer(id string) (fsm.Identity, error) {
	return identities.Find(v.who, id)
}

func (v *view) Erased(pseudonym string) (fsm.Erasure, error) {
	data := v.erased.Get(recordKey(fsm.Phone(pseudonym)))
	if data == nil {
		return fsm.Erasure{}, fmt.Errorf("an erased person: %w", store.ErrNotFound)
	}
	return codec.Decode[fsm.Erasure](data)
}

// Known decodes only messages that hold the id's bytes: it is asked for each text of those who
// text much.
func (v *view) Known(sid string) (bool, error) {
	if sid == "" {
		return false, nil
	}
	first := messageKey(v.record.Phone, maxSeq)
	c := v.rows.Cursor()
	key, data := c.Seek(first)
	for n := 0; n < decided.KnownRows && sameRows(key, first); n++ {
		if bytes.Contains(data, []byte(sid)) {
			m, err := codec.Decode[fsm.Message](data)
			if err != nil {
				return false, err
			}
			if !m.Out && m.SID == sid {
				return true, nil
			}
		}
		key, data = c.Next()
	}
	return false, nil
}
