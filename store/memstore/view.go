package memstore

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/decided"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/orders"
)

// view is a store.View of one subscriber.
type view struct {
	record fsm.Record
	sub    *subscriber
	codes  *shelf
	orders *shelf
	who    *shelf
	erased map[string]*erased
}

func (v *view) Record() fsm.Record { return v.record }

func (v *view) Message(seq uint64) (fsm.Message, error) {
	data, ok := v.sub.Messages[seq]
	if !ok {
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
	e := v.erased[pseudonym]
	if e == nil {
		return fsm.Erasure{}, fmt.Errorf("an erased person: %w", store.ErrNotFound)
	}
	return codec.Decode[fsm.Erasure](e.Suppression)
}

func (v *view) Known(sid string) (bool, error) {
	if sid == "" {
		return false, nil
	}
	seqs := slices.Sorted(maps.Keys(v.sub.Messages))
	for _, seq := range seqs[max(len(seqs)-decided.KnownRows, 0):] {
		data := v.sub.Messages[seq]
		if !bytes.Contains(data, []byte(sid)) {
			continue // most are read no further
		}
		m, err := codec.Decode[fsm.Message](data)
		if err != nil {
			return false, err
		}
		if !m.Out && m.SID == sid {
			return true, nil
		}
	}
	return false, nil
}
