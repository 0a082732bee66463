package codec

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"github.com/parley-sms/parley/store"
)

// null stands for a field that was removed. No record has a top-level field that is null.
const null = 0xf6

// errNull refuses a record that Changes could not describe.
var errNull = errors.New("a top-level field is null, which is how a removed one is written")

// fields are the top-level fields of an encoded record, still encoded.
type fields map[uint64]cbor.RawMessage

// Changes gives the top-level fields of an encoded record that differ from the older one, with
// those removed as null. Old may be empty: a record that is new.
func Changes(old, next []byte) ([]byte, error) {
	was, err := split(old)
	if err != nil {
		return nil, fmt.Errorf("compare with the old record: %w", err)
	}
	is, err := split(next)
	if err != nil {
		return nil, fmt.Errorf("compare with the new record: %w", err)
	}
	diff := fields{}
	for key, value := range is {
		if isNull(value) {
			return nil, fmt.Errorf("compare records: field %d: %w", key, errNull)
		}
		if !bytes.Equal(value, was[key]) {
			diff[key] = value
		}
	}
	for key := range was {
		if _, kept := is[key]; !kept {
			diff[key] = cbor.RawMessage{null}
		}
	}
	return join(diff)
}

// Apply gives the encoded record that follows from an older one, which may be empty, and the
// Changes to it.
func Apply(old, changes []byte) ([]byte, error) {
	record, err := split(old)
	if err != nil {
		return nil, fmt.Errorf("apply changes to a record: %w", err)
	}
	fold := Fold{record}
	if err := fold.Add(changes); err != nil {
		return nil, err
	}
	return join(record)
}

// Fold is a record in the making: Changes after Changes, from the first on.
type Fold struct{ fields fields }

// Add applies the next Changes.
func (f *Fold) Add(changes []byte) error {
	diff, err := split(changes)
	if err != nil {
		return fmt.Errorf("apply a record's changes: %w", err)
	}
	if f.fields == nil {
		f.fields = fields{}
	}
	for key, value := range diff {
		if isNull(value) {
			delete(f.fields, key)
		} else {
			f.fields[key] = value
		}
	}
	return nil
}

// Record gives the encoded record so far; no bytes where there is none.
func (f *Fold) Record() ([]byte, error) {
	if f.fields == nil {
		return nil, nil
	}
	return join(f.fields)
}

// split takes an encoded record apart. No bytes are no fields.
func split(data []byte) (fields, error) {
	f := fields{}
	if len(data) == 0 {
		return f, nil
	}
	m, err := modes()
	if err != nil {
		return nil, err
	}
	body, err := open(data, MaxRow)
	if err != nil {
		return nil, err
	}
	if err := m.dec.Unmarshal(body, &f); err != nil {
		return nil, classify(err)
	}
	if f == nil { // the body was null
		return nil, fmt.Errorf("%w: no fields", store.ErrDamaged)
	}
	return f, nil
}

// join puts fields together, in the order that a record's have.
func join(f fields) ([]byte, error) {
	m, err := modes()
	if err != nil {
		return nil, err
	}
	body, err := m.enc.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encode a record's fields: %w", err)
	}
	return append([]byte{Version}, body...), nil
}

func isNull(value []byte) bool { return len(value) == 1 && value[0] == null }
