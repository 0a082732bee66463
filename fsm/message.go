package fsm

import "encoding/hex"

// Message is one text, in or out, as it is kept. Its id is (Phone, Seq).
type Message struct {
	Phone     Phone             `cbor:"1,keyasint" json:"phone"`
	Seq       uint64            `cbor:"2,keyasint" json:"seq"`
	Out       bool              `cbor:"3,keyasint,omitempty" json:"out"`    // to the person
	At        Moment            `cbor:"4,keyasint" json:"at"`               // received, or released
	Sender    string            `cbor:"5,keyasint,omitempty" json:"sender"` // our side's number or service
	Body      string            `cbor:"6,keyasint,omitempty" json:"body"`
	SID       string            `cbor:"7,keyasint,omitempty" json:"sid,omitempty"` // the carrier's id
	Status    string            `cbor:"8,keyasint,omitempty" json:"status"`
	Code      string            `cbor:"9,keyasint,omitempty" json:"code,omitempty"`
	Detail    string            `cbor:"10,keyasint,omitempty" json:"detail,omitempty"`
	Name      string            `cbor:"11,keyasint,omitempty" json:"name,omitempty"` // "welcome.interest", "help", "staff"
	Run       uint64            `cbor:"12,keyasint,omitempty" json:"run,omitempty"`
	Class     Class             `cbor:"13,keyasint,omitempty" json:"class,omitempty"`
	Direct    bool              `cbor:"14,keyasint,omitempty" json:"direct,omitempty"`  // answers a text of the person
	Answers   uint64            `cbor:"15,keyasint,omitempty" json:"answers,omitempty"` // Seq of that text
	Revision  string            `cbor:"16,keyasint,omitempty" json:"revision,omitempty"`
	Encoding  string            `cbor:"17,keyasint,omitempty" json:"encoding,omitempty"` // GSM-7 or UCS-2
	Segments  int               `cbor:"18,keyasint,omitempty" json:"segments,omitempty"`
	ValidFor  int64             `cbor:"19,keyasint,omitempty" json:"valid_for,omitempty"` // seconds the carrier may keep trying
	Media     []Media           `cbor:"20,keyasint,omitempty" json:"media,omitempty"`
	Params    map[string]string `cbor:"21,keyasint,omitempty" json:"params,omitempty"`  // what else the carrier said
	Meaning   string            `cbor:"22,keyasint,omitempty" json:"meaning,omitempty"` // what an inbound text was taken for, and why
	SettledAt Moment            `cbor:"23,keyasint,omitempty" json:"settled_at,omitempty"`
	Attempt   int               `cbor:"24,keyasint,omitempty" json:"attempt,omitempty"`
	SentAt    Moment            `cbor:"25,keyasint,omitempty" json:"sent_at,omitempty"` // by the carrier's clock, where known

	DeliveredAt Moment   `cbor:"26,keyasint,omitempty" json:"delivered_at,omitempty"` // when the carrier reported it
	Opened      Openings `cbor:"27,keyasint,omitempty" json:"opened,omitzero"`        // of its tracked links
	Trace       Trace    `cbor:"28,keyasint,omitempty" json:"trace,omitempty"`        // of what brought it in, or made it go out
}

// Trace is the id by which the log tells of a text; it decides nothing.
type Trace []byte

// MarshalText writes an id as it stands in the log.
func (t Trace) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, t), nil }

// Openings counts who opened the tracked links of a text, each link once a minute and opener.
type Openings struct {
	People  int `cbor:"1,keyasint,omitempty" json:"people"`
	Unknown int `cbor:"2,keyasint,omitempty" json:"unknown"` // nobody can tell
	Bots    int `cbor:"3,keyasint,omitempty" json:"bots"`
}
