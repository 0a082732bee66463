package coupons

import (
	"encoding/binary"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// Rows is an ordered set of rows.
type Rows = ordered.Rows

// The first byte of a key says what the row is.
const (
	codeRow  = "c" // and the code: fsm.Code
	freeRow  = "f" // and offer, 0, number: the code
	grantRow = "g" // and phone, 0, seq: fsm.Grant
	poolRow  = "p" // and the offer: how many are free, and the last number
)

func codeKey(code string) string { return codeRow + fsm.SameCode(code) }

func freeKey(offer string, number uint64) string { return freeRow + offer + "\x00" + number8(number) }

func grantKey(phone fsm.Phone, seq uint64) string {
	return grantRow + string(phone) + "\x00" + number8(seq)
}

func number8(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// pool is what is counted of an offer's codes.
type pool struct{ free, last uint64 }

func (p pool) bytes() []byte { return []byte(number8(p.free) + number8(p.last)) }

func poolOf(rows Rows, offer string) (pool, error) {
	data := rows.Get(poolRow + offer)
	switch len(data) {
	case 0:
		return pool{}, nil
	case 16:
		return pool{binary.BigEndian.Uint64(data), binary.BigEndian.Uint64(data[8:])}, nil
	}
	return pool{}, fmt.Errorf("%w: how many codes of offer %q are left", store.ErrDamaged, offer)
}
