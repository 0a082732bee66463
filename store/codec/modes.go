package codec

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// maxDepth is how deep a row may nest. The deepest is a record's stack of questions with their
// answers and words: six levels.
const maxDepth = 12

type codecs struct {
	enc cbor.EncMode
	dec cbor.DecMode
}

// modes builds the encoder and decoder once. They cannot be changed afterwards.
var modes = sync.OnceValues(func() (codecs, error) {
	enc, err := encOptions().EncMode()
	if err != nil {
		return codecs{}, fmt.Errorf("set up the encoder: %w", err)
	}
	dec, err := decOptions().DecMode()
	if err != nil {
		return codecs{}, fmt.Errorf("set up the decoder: %w", err)
	}
	return codecs{enc, dec}, nil
})

func encOptions() cbor.EncOptions {
	o := cbor.CoreDetEncOptions()
	o.TagsMd = cbor.TagsForbidden
	return o
}

// decOptions is strict, but for text: carriers are free to send bytes that are no UTF-8, and what
// was received is kept. A row's size bounds its elements, so that every row that could be written
// can be read.
func decOptions() cbor.DecOptions {
	return cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		MaxNestedLevels:   maxDepth,
		MaxArrayElements:  MaxRow,
		MaxMapPairs:       MaxRow,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		DefaultMapType:    reflect.TypeFor[map[string]any](),
		UTF8:              cbor.UTF8DecodeInvalid,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
	}
}
