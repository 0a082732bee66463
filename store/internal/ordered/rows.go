// Package ordered reads and writes encoded rows in any ordered set of them, so that what all storages keep alike
// is written once.
package ordered

import (
	"iter"
	"strings"

	"github.com/parley-sms/parley/store/codec"
)

// Rows is an ordered set of rows. What it gives may be looked at until it is changed, and not written to.
type Rows interface {
	Get(key string) []byte // nil: there is none
	Put(key string, value []byte)
	Delete(key string)
	From(key string) iter.Seq2[string, []byte] // in order, from the key on
}

// Get reads a row; ok is false where there is none.
func Get[T codec.Row](rows Rows, key string) (row T, ok bool, err error) {
	data := rows.Get(key)
	if data == nil {
		return row, false, nil
	}
	row, err = codec.Decode[T](data)
	return row, err == nil, err
}

// Put writes a row.
func Put[T codec.Row](rows Rows, key string, row T) error {
	data, err := codec.Encode(&row)
	if err == nil {
		rows.Put(key, data)
	}
	return err
}

// All gives the rows whose keys have a prefix, from a key on.
func All(rows Rows, prefix, from string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for key, data := range rows.From(max(prefix, from)) {
			if !strings.HasPrefix(key, prefix) || !yield(key, data) {
				return
			}
		}
	}
}
