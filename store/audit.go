package store

import "github.com/parley-sms/parley/fsm"

// Act is one thing that a member of the staff did: logged in, made an account, let a program go live. What they do
// with one subscriber stands in his journal instead, so an act holds no phone and outlives erasures.
type Act struct {
	Number uint64     `cbor:"1,keyasint" json:"number"` // 1, 2, 3…; the store gives it
	At     fsm.Moment `cbor:"2,keyasint" json:"at"`
	Who    string     `cbor:"3,keyasint" json:"who"`              // the account, or "parley user" and the like for a command
	Did    string     `cbor:"4,keyasint" json:"did"`              // in words: "made the account bob (agent)"
	From   string     `cbor:"5,keyasint,omitempty" json:"from"`   // address, where it was done over HTTP
	Detail string     `cbor:"6,keyasint,omitempty" json:"detail"` // what else is worth knowing, such as a revision
}

// MaxActs is how many acts are kept at least; older ones fall off.
const MaxActs = 200_000
