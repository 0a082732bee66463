package codec

import (
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Version is the first byte of every row that Encode writes.
const Version = 1

// MaxRow is the largest encoded row but a record, in bytes. A record's limit is fsm.MaxRecord.
const MaxRow = 64 << 10

// ErrTooLarge is returned for a row that exceeds its limit.
var ErrTooLarge = errors.New("too large to be stored")

// Row is what the codec knows.
type Row interface {
	fsm.Record | fsm.Message | fsm.Entry | fsm.LedgerEntry | fsm.Link | fsm.Grant | fsm.Code | fsm.Erasure | store.Act | fsm.Order | fsm.Identity | store.Outgoing | store.Outbox
}

// Encode gives the bytes of a row. It fails with ErrTooLarge, or where data holds a value that
// would not come back as it went in.
func Encode[T Row](row *T) ([]byte, error) {
	if r, ok := any(row).(*fsm.Record); ok {
		if err := checkData(r); err != nil {
			return nil, err
		}
	}
	m, err := modes()
	if err != nil {
		return nil, err
	}
	body, err := m.enc.Marshal(row)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", name(row), err)
	}
	if n := len(body) + 1; n > limit(row) {
		return nil, fmt.Errorf("encode %s: %w: %d bytes, at most %d", name(row), ErrTooLarge, n, limit(row))
	}
	return append([]byte{Version}, body...), nil
}

// Decode reads a row. It fails with store.ErrNewer or store.ErrDamaged.
func Decode[T Row](data []byte) (T, error) {
	var row T
	m, err := modes()
	if err != nil {
		return row, err
	}
	body, err := open(data, limit(&row))
	if err == nil {
		err = m.dec.Unmarshal(body, &row)
	}
	if err != nil {
		var none T
		return none, fmt.Errorf("decode %s: %w", name(&row), classify(err))
	}
	return row, nil
}

// open takes the version off.
func open(data []byte, limit int) ([]byte, error) {
	switch {
	case len(data) == 0:
		return nil, fmt.Errorf("%w: no bytes", store.ErrDamaged)
	case data[0] > Version:
		return nil, fmt.Errorf("%w: row version %d, this build knows %d", store.ErrNewer, data[0], Version)
	case data[0] != Version:
		return nil, fmt.Errorf("%w: row version %d", store.ErrDamaged, data[0])
	case len(data) > limit:
		return nil, fmt.Errorf("%w: %d bytes, at most %d", store.ErrDamaged, len(data), limit)
	}
	return data[1:], nil
}

// classify names the cause of a failed decoding as the store's callers know it.
func classify(err error) error {
	var unknown *cbor.UnknownFieldError
	switch {
	case errors.Is(err, store.ErrDamaged), errors.Is(err, store.ErrNewer):
		return err
	case errors.As(err, &unknown):
		return fmt.Errorf("%w: a field that this build does not know", store.ErrNewer)
	}
	return fmt.Errorf("%w: %w", store.ErrDamaged, err)
}

func limit[T Row](row *T) int {
	if _, ok := any(row).(*fsm.Record); ok {
		return fsm.MaxRecord
	}
	return MaxRow
}

func name[T Row](row *T) string {
	switch any(row).(type) {
	case *fsm.Record:
		return "a record"
	case *fsm.Message:
		return "a message"
	case *fsm.Entry:
		return "a journal entry"
	case *fsm.Link:
		return "a link"
	case *fsm.Grant:
		return "a grant"
	case *fsm.Code:
		return "a code"
	case *fsm.Order:
		return "an order"
	case *fsm.Erasure:
		return "an erasure"
	case *fsm.Identity:
		return "an identity"
	case *store.Outgoing:
		return "an announcement"
	case *store.Outbox:
		return "how a webhook stands"
	default:
		return "a ledger entry"
	}
}
