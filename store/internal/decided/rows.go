package decided

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Rows is a decision as the bytes to store.
type Rows struct {
	Record   []byte
	Entry    []byte    // the journal's, with number Next.Version
	Messages []Message // in the order given
	Ledger   [][]byte  // numbered on from the old record's last
	Links    [][]byte  // in the order given
}

// Message is one encoded message.
type Message struct {
	Seq  uint64
	Data []byte
}

// Prepare checks a decision against the stored record, given decoded and as its bytes (none for a
// phone never seen), and encodes all that it stores.
func Prepare(old *fsm.Record, bytes []byte, d *fsm.Decision) (Rows, error) {
	rows, err := prepare(old, bytes, d)
	if err != nil {
		return Rows{}, fmt.Errorf("%w: for %s: %w", store.ErrDecision, old.Phone.Redacted(), err)
	}
	return rows, nil
}

func prepare(old *fsm.Record, bytes []byte, d *fsm.Decision) (Rows, error) {
	var rows Rows
	if err := check(old, d); err != nil {
		return rows, err
	}
	var err error
	if rows.Record, err = codec.Encode(&d.Next); err != nil {
		return rows, err
	}
	if rows.Entry, err = entry(bytes, rows.Record, d); err != nil {
		return rows, err
	}
	for i := range d.Messages {
		data, err := codec.Encode(&d.Messages[i])
		if err != nil {
			return rows, err
		}
		rows.Messages = append(rows.Messages, Message{d.Messages[i].Seq, data})
	}
	if rows.Ledger, err = encodeAll(d.Ledger); err != nil {
		return rows, err
	}
	rows.Links, err = encodeAll(d.Links)
	return rows, err
}

func encodeAll[T codec.Row](list []T) ([][]byte, error) {
	var all [][]byte
	for i := range list {
		data, err := codec.Encode(&list[i])
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// entry builds the decision's entry in the journal.
func entry(old, next []byte, d *fsm.Decision) ([]byte, error) {
	changes, err := codec.Changes(old, next)
	if err != nil {
		return nil, err
	}
	event, err := codec.EncodeEvent(d.Event, d.Messages)
	if err != nil {
		return nil, err
	}
	inputs, err := codec.EncodeInputs(d.Inputs)
	if err != nil {
		return nil, err
	}
	return codec.Encode(&fsm.Entry{
		Phone: d.Next.Phone, Version: d.Next.Version, At: d.At,
		Cause: d.Cause, Lines: d.Lines, Changes: changes, Event: event, Inputs: inputs,
	})
}
