package codec_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// FuzzDecode feeds any bytes to the decoder of every row. What they decode to is either refused by
// Encode, or encodes to bytes that decode to themselves.
func FuzzDecode(f *testing.F) {
	f.Add(encode(f, sampleRecord()))
	f.Add(encode(f, sampleMessage()))
	f.Add(encode(f, sampleEntry()))
	f.Add(encode(f, sampleLedger()))
	f.Add(encode(f, sampleLink()))
	f.Add([]byte{1, 0xa1, 0x18, 26, 0xa1, 0x61, 'x', 1}) // an attribute that is an integer
	f.Fuzz(func(t *testing.T, data []byte) {
		settles[fsm.Record](t, data)
		settles[fsm.Message](t, data)
		settles[fsm.Entry](t, data)
		settles[fsm.LedgerEntry](t, data)
		settles[fsm.Link](t, data)
		settles[fsm.Grant](t, data)
		settles[fsm.Code](t, data)
	})
}

func settles[T codec.Row](t *testing.T, data []byte) {
	row, err := codec.Decode[T](data)
	if err != nil {
		if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNewer) {
			t.Fatalf("Decode(%x) = %v, want ErrDamaged or ErrNewer", data, err)
		}
		return
	}
	once, err := codec.Encode(&row)
	if err != nil {
		return
	}
	again, err := codec.Decode[T](once)
	if err != nil {
		t.Fatalf("%x decodes, and is then encoded as %x, which does not: %v", data, once, err)
	}
	if twice, err := codec.Encode(&again); !bytes.Equal(once, twice) || err != nil {
		t.Fatalf("%x is encoded as %x and then as %x, %v", data, once, twice, err)
	}
}

// FuzzFold feeds any two byte strings to Changes and Apply. What is taken for two records folds
// from one to the other, once their fields are in order.
func FuzzFold(f *testing.F) {
	r := sampleRecord()
	old := encode(f, r)
	r.Wire, r.Seq = nil, 71
	f.Add(old, encode(f, r))
	f.Add([]byte{}, old)
	f.Fuzz(func(t *testing.T, old, next []byte) {
		changes, err := codec.Changes(old, next)
		if err != nil {
			return
		}
		folded, err := codec.Apply(old, changes)
		if err != nil {
			t.Fatalf("the changes %x do not apply to %x: %v", changes, old, err)
		}
		if len(next) == 0 {
			return
		}
		ordered, err := codec.Apply(next, []byte{1, 0xa0})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(folded, ordered) {
			t.Fatalf("folded to\n%x, want\n%x", folded, ordered)
		}
	})
}
