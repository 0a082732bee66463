package codec

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxKept is the largest event that the journal keeps, in bytes. Whoever sends more is obeyed all the
// same; only deciding again is not possible then.
const maxKept = 8 << 10

// ErrNotKept says that the journal holds no event: an older build wrote the entry, or it was too large.
var ErrNotKept = errors.New("the journal did not keep what was decided about")

// kinds numbers the events. A number is never used again for another kind.
func kinds() []fsm.Event {
	return []fsm.Event{1: fsm.Inbound{}, 2: fsm.Tick{}, 3: fsm.Pull{}, 4: fsm.Settled{}, 5: fsm.Status{}, 6: fsm.Fact{}, 7: fsm.Clicked{},
		8: fsm.Called{}, 9: fsm.Enrol{}, 10: fsm.Refit{}, 11: fsm.OptIn{}, 12: fsm.OptOut{}, 13: fsm.Attributes{}, 14: fsm.Take{},
		15: fsm.Handback{}, 16: fsm.AgentText{}, 17: fsm.ReleaseHold{}, 18: fsm.Carried{}, 19: fsm.Imported{}, 20: fsm.Erase{}, 21: fsm.Reattribute{},
		22: fsm.Noted{}, 23: fsm.Snoozed{}, 24: fsm.Tagged{}, 25: fsm.Unsend{}}
}

// event is how the journal keeps an event.
type event struct {
	_    struct{} `cbor:",toarray"`
	Kind int
	Body cbor.RawMessage
	Row  row
}

// row is the message that an event is about, as far as it is not in the store for good.
type row struct {
	Seq    uint64 `cbor:"1,keyasint,omitempty"` // of an inbound text: the row has its words
	Status string `cbor:"2,keyasint,omitempty"` // as it was before
	SID    string `cbor:"3,keyasint,omitempty"` // as it was before
	Same   bool   `cbor:"4,keyasint,omitempty"` // that SID is the event's
}

// EncodeEvent gives the bytes of what was decided about, without what the decision's messages hold.
// There are none for no event, nor for one that is too large to be kept.
func EncodeEvent(ev fsm.Event, messages []fsm.Message) ([]byte, error) {
	kind := slices.IndexFunc(kinds(), func(k fsm.Event) bool { return k != nil && reflect.TypeOf(k) == reflect.TypeOf(ev) })
	if ev == nil || kind < 0 {
		return nil, nil
	}
	m, err := modes()
	if err != nil {
		return nil, err
	}
	short, about := shorten(ev, messages)
	body, err := m.enc.Marshal(short)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", ev, err)
	}
	data, err := m.enc.Marshal(event{Kind: kind, Body: body, Row: about})
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", ev, err)
	}
	if len(data) > maxKept {
		return nil, nil
	}
	return data, nil
}

// shorten takes away what the store has anyway.
func shorten(ev fsm.Event, messages []fsm.Message) (fsm.Event, row) {
	switch e := ev.(type) {
	case fsm.Inbound:
		return shortText(e, messages)
	case fsm.Settled:
		return e, rowOf(e.Message, e.SID)
	case fsm.Status:
		return e, rowOf(e.Message, e.SID)
	}
	return ev, row{}
}

// shortText takes the words out of a text that was stored as a message.
func shortText(e fsm.Inbound, messages []fsm.Message) (fsm.Event, row) {
	for _, m := range messages {
		if m.Out || m.SID != e.ID || m.Sender != e.Sender || m.Body != e.Body || m.SentAt != e.SentAt ||
			!slices.Equal(m.Media, e.Media) || !maps.Equal(m.Params, e.Params) {
			continue
		}
		return fsm.Inbound{OptOutType: e.OptOutType, Reconciled: e.Reconciled}, row{Seq: m.Seq}
	}
	return e, row{}
}

// rowOf keeps what later reports overwrite.
func rowOf(m fsm.Message, sid string) row {
	r := row{Status: m.Status, SID: m.SID}
	if m.SID != "" && m.SID == sid {
		r.SID, r.Same = "", true
	}
	return r
}

// DecodeEvent reads what was decided about; stored brings a message of the same person. It fails with
// ErrNotKept where there are no bytes.
func DecodeEvent(data []byte, stored func(seq uint64) (fsm.Message, error)) (fsm.Event, error) {
	if len(data) == 0 {
		return nil, ErrNotKept
	}
	m, err := modes()
	if err != nil {
		return nil, err
	}
	var kept event
	if err := m.dec.Unmarshal(data, &kept); err != nil {
		return nil, fmt.Errorf("decode an event: %w", classify(err))
	}
	all := kinds()
	if kept.Kind >= len(all) {
		return nil, fmt.Errorf("decode an event: %w: kind %d", store.ErrNewer, kept.Kind)
	}
	if kept.Kind < 1 {
		return nil, fmt.Errorf("decode an event: %w: kind %d", store.ErrDamaged, kept.Kind)
	}
	ev := reflect.New(reflect.TypeOf(all[kept.Kind]))
	if err := m.dec.Unmarshal(kept.Body, ev.Interface()); err != nil {
		return nil, fmt.Errorf("decode an event: %w", classify(err))
	}
	return lengthen(ev.Elem().Interface().(fsm.Event), kept.Row, stored)
}

// lengthen gives an event back what shorten took.
func lengthen(ev fsm.Event, r row, stored func(uint64) (fsm.Message, error)) (_ fsm.Event, err error) {
	switch e := ev.(type) {
	case fsm.Inbound:
		if r.Seq == 0 {
			return e, nil
		}
		m, err := stored(r.Seq)
		e.ID, e.Sender, e.Body, e.Media, e.Params, e.SentAt = m.SID, m.Sender, m.Body, m.Media, m.Params, m.SentAt
		return e, err
	case fsm.Settled:
		e.Message, err = r.message(e.Seq, e.SID, stored)
		return e, err
	case fsm.Status:
		e.Message, err = r.message(e.Seq, e.SID, stored)
		return e, err
	case fsm.Clicked:
		e.Message, err = stored(e.Seq)
		return e, err
	}
	return ev, nil
}

// message is a row as it was before the event.
func (r row) message(seq uint64, sid string, stored func(uint64) (fsm.Message, error)) (fsm.Message, error) {
	m, err := stored(seq)
	m.Status, m.SID = r.Status, r.SID
	if r.Same {
		m.SID = sid
	}
	return m, err
}

// EncodeInputs gives the bytes of the inputs that a decision was made with; none where there were none.
func EncodeInputs(in fsm.Inputs) ([]byte, error) {
	m, err := modes()
	if err != nil {
		return nil, err
	}
	data, err := m.enc.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("encode inputs: %w", err)
	}
	if len(data) == 1 { // the empty map
		return nil, nil
	}
	return data, nil
}

// DecodeInputs reads the inputs of a decision. Secrets are not among them.
func DecodeInputs(data []byte) (in fsm.Inputs, err error) {
	if len(data) == 0 {
		return in, nil
	}
	m, err := modes()
	if err != nil {
		return in, err
	}
	if err := m.dec.Unmarshal(data, &in); err != nil {
		return fsm.Inputs{}, fmt.Errorf("decode inputs: %w", classify(err))
	}
	return in, nil
}
