package fsm

import "strings"

// MaxOfferCode bounds a code of an offer, in characters, so that the longest text is known.
const MaxOfferCode = 24

// Grant is one offer that a text has made, as the ledger of incentives keeps it. Its id is (Phone, Seq).
type Grant struct {
	Phone    Phone   `cbor:"1,keyasint" json:"phone"`
	Seq      uint64  `cbor:"2,keyasint" json:"seq"` // the first message that carried it
	Offer    string  `cbor:"3,keyasint" json:"offer"`
	Code     string  `cbor:"4,keyasint,omitempty" json:"code"`
	Unique   bool    `cbor:"5,keyasint,omitempty" json:"unique"`           // nobody else has this code
	At       Moment  `cbor:"6,keyasint,omitempty" json:"at"`               // zero: its text did not go, and it waits for the next one
	Text     string  `cbor:"7,keyasint,omitempty" json:"text"`             // "cart.offer"
	Worth    string  `cbor:"8,keyasint,omitempty" json:"worth"`            // as texts say it
	Cost     float64 `cbor:"9,keyasint,omitempty" json:"cost"`             // of one redemption, in the program's currency
	Redeemed Moment  `cbor:"10,keyasint,omitempty" json:"redeemed"`        // zero: not yet
	Value    float64 `cbor:"11,keyasint,omitempty" json:"value"`           // of what was bought with it
	Order    string  `cbor:"12,keyasint,omitempty" json:"order,omitempty"` // id of the purchase
}

// Claim takes a unique code for a person. The store grants it in the commit of the decision, or refuses
// the whole decision where somebody else has it. Whoever has a code keeps it for good.
type Claim struct {
	Offer string
	Code  string
	Seq   uint64 // the grant; 0: the code was used without being given, and nobody is to get it
	Made  bool   // generated: nobody may have it, nor may it be in a pool
}

// Redemption marks a grant as used, once.
type Redemption struct {
	Code  string // a unique one; empty: the person's own grant Seq
	Seq   uint64
	At    Moment
	Value float64
	Cost  float64
	Order string
}

// Coupon is what the store knows of a unique code that a purchase names.
type Coupon struct {
	Offer    string  `cbor:"1,keyasint"`
	Code     string  `cbor:"2,keyasint"`
	Given    bool    `cbor:"3,keyasint,omitempty"` // somebody got it
	Redeemed bool    `cbor:"4,keyasint,omitempty"`
	Cost     float64 `cbor:"5,keyasint,omitempty"`
}

// SameCode writes a code as it is compared: people type it as they like.
func SameCode(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }

// CodeFault gives the reason why something can be no code, or "".
func CodeFault(code string) string {
	switch {
	case code == "":
		return "it is empty"
	case len(code) > MaxOfferCode:
		return "it has more than 24 characters"
	case strings.ContainsFunc(code, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("[]{}\\^|~`", r) }):
		return "it may hold letters without accents, digits and signs such as - and _, and no spaces"
	}
	return ""
}

// Code is one unique code, as all its offers' people share it.
type Code struct {
	Offer    string `cbor:"1,keyasint" json:"offer"`
	Code     string `cbor:"2,keyasint" json:"code"`
	Number   uint64 `cbor:"3,keyasint,omitempty" json:"number"` // its place in the pool; 0: it was generated
	Given    bool   `cbor:"4,keyasint,omitempty" json:"given"`
	Phone    Phone  `cbor:"5,keyasint,omitempty" json:"phone"` // whose it is; empty where it was used without being given, or he was erased
	Seq      uint64 `cbor:"6,keyasint,omitempty" json:"seq"`   // of the grant
	Redeemed bool   `cbor:"7,keyasint,omitempty" json:"redeemed"`
}
