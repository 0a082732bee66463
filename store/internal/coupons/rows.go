package coupons

import (
	"encoding/binary"
	"fmt"
	"iter"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Rows is an ordered set of rows. What it gives may be looked at until it is changed, and not written to.
type Rows interface {
	Get(key string) []byte // nil: there is none
	Put(key string, value []byte)
	Delete(key string)
	From(key string) iter.Seq2[string, []byte] // in order, from the key on
}

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

// get reads a row; ok is false where there is none.
func get[T codec.Row](rows Rows, key string) (row T, ok bool, err error) {
	data := rows.Get(key)
	if data == nil {
		return row, false, nil
	}
	row, err = codec.Decode[T](data)
	return row, err == nil, err
}

func put[T codec.Row](rows Rows, key string, row T) error {
	data, err := codec.Encode(&row)
	if err == nil {
		rows.Put(key, data)
	}
	return err
}

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

// all gives the rows whose keys have a prefix, from a key on.
func all(rows Rows, prefix, from string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for key, data := range rows.From(max(prefix, from)) {
			if !strings.HasPrefix(key, prefix) || !yield(key, data) {
				return
			}
		}
	}
}
