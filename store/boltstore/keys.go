package boltstore

import (
	"bytes"
	"encoding/binary"

	"github.com/parley-sms/parley/fsm"
)

// kind tells the rows of one subscriber apart. Their order is the order on disk: the newest
// message stands right behind the record.
type kind byte

const (
	ledgerRow  kind = 1 // by number
	recordRow  kind = 2
	messageRow kind = 3 // by seq, newest first
)

// The bytes behind the phone in a row's key: its end, the kind and a number.
const (
	phoneEnd = 0 // no phone contains it, so that rows are in order of phone
	keyTail  = 1 + 1 + 8
)

// rowKey is the key of a subscriber's row.
func rowKey(phone fsm.Phone, k kind, n uint64) []byte {
	key := make([]byte, 0, len(phone)+keyTail)
	key = append(key, phone...)
	key = append(key, phoneEnd, byte(k))
	return binary.BigEndian.AppendUint64(key, n)
}

func recordKey(phone fsm.Phone) []byte              { return rowKey(phone, recordRow, 0) }
func messageKey(phone fsm.Phone, seq uint64) []byte { return rowKey(phone, messageRow, ^seq) }

// behind is where the rows of later phones begin.
func behind(phone fsm.Phone) []byte { return append([]byte(phone), phoneEnd+1) }

// phoneOf is the phone that a row belongs to.
func phoneOf(key []byte) fsm.Phone {
	phone, _, _ := bytes.Cut(key, []byte{phoneEnd})
	return fsm.Phone(phone)
}

// kindOf is a row's kind, zero for a key that is none.
func kindOf(key []byte) kind {
	if i := len(key) - keyTail; i > 0 && key[i] == phoneEnd {
		return kind(key[i+1])
	}
	return 0
}

// sameRows tells whether two keys differ in their number alone.
func sameRows(a, b []byte) bool {
	return len(a) == len(b) && len(a) >= 8 && bytes.Equal(a[:len(a)-8], b[:len(b)-8])
}
