package store

import "github.com/parley-sms/parley/fsm"

// The bounds of what a webhook is told.
const (
	MaxOutgoing = 1_000_000 // announcements that wait for one webhook; newer ones are not kept
	MaxDead     = 1_000     // that were given up for one webhook; the oldest fall off
)

// Outgoing is an announcement that was not posted yet, or was given up.
type Outgoing struct {
	fsm.Announcement `cbor:"1,keyasint" json:"-"`
	Due              fsm.Moment `cbor:"2,keyasint,omitempty"` // when it is posted next
	Attempts         int        `cbor:"3,keyasint,omitempty"` // that failed
	Error            string     `cbor:"4,keyasint,omitempty"` // of the latest
	Dead             fsm.Moment `cbor:"5,keyasint,omitempty"` // when it was given up
}

// Posted is what came of posting an announcement.
type Posted int

// What can come of it.
const (
	Taken    Posted = iota // it is done with
	Later                  // it is posted again when it is due
	GaveItUp               // it is dead until somebody has it sent again
)

// Outbox tells how a webhook stands.
type Outbox struct {
	Webhook string     `cbor:"-"`
	Waiting int64      `cbor:"1,keyasint,omitempty"`
	Taken   int64      `cbor:"2,keyasint,omitempty"` // ever
	Dead    int64      `cbor:"3,keyasint,omitempty"`
	Lost    int64      `cbor:"4,keyasint,omitempty"` // ever: that were not kept, or fell off the dead ones
	Oldest  fsm.Moment `cbor:"-"`                    // of those that wait; zero: none does
	Deaths  uint64     `cbor:"5,keyasint,omitempty"` // ever
}
