package memstore

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/decided"
)

// view is a store.View of one subscriber.
type view struct {
	record fsm.Record
	sub    *subscriber
	codes  *shelf
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
	newest, err := v.sub.newest(0, decided.KnownRows)
	if err != nil {
		return false, err
	}
	for i := range newest {
		if !newest[i].Out && newest[i].SID == sid {
			return true, nil
		}
	}
	return false, nil
}
