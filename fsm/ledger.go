package fsm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// LedgerEntry is one fact about consent, append only. The entries of a person are a chain: each is
// sealed by its Hash, over the Hash of the one before (seal.go).
type LedgerEntry struct {
	Phone    Phone             `cbor:"1,keyasint" json:"phone"`
	Number   uint64            `cbor:"2,keyasint" json:"number"` // 1, 2, 3… per subscriber
	At       Moment            `cbor:"3,keyasint" json:"at"`     // when it happened
	Recorded Moment            `cbor:"4,keyasint" json:"recorded"`
	Fact     string            `cbor:"5,keyasint" json:"fact"`
	Purpose  Purpose           `cbor:"6,keyasint,omitempty" json:"purpose"` // empty: all
	Source   string            `cbor:"7,keyasint" json:"source"`
	Evidence map[string]string `cbor:"8,keyasint,omitempty" json:"evidence,omitempty"`
	By       string            `cbor:"9,keyasint,omitempty" json:"by,omitempty"` // who recorded it, where not the person himself
	Effect   Effect            `cbor:"15,keyasint,omitempty" json:"effect,omitempty"`

	Salt    []byte            `cbor:"10,keyasint,omitempty" json:"salt,omitempty"`    // of the digests; gone where the person was erased
	Digests map[string][]byte `cbor:"11,keyasint,omitempty" json:"digests,omitempty"` // of what is told of the person, by name
	Prev    []byte            `cbor:"12,keyasint,omitempty" json:"prev,omitempty"`    // the Hash before; none: the chain begins
	Hash    []byte            `cbor:"13,keyasint,omitempty" json:"hash,omitempty"`    // none: from before there were chains
	Log     uint64            `cbor:"14,keyasint,omitempty" json:"log,omitempty"`     // its place in the log of all hashes; the store gives it
}

// The facts of the ledger. What they mean for the person is what Consented folds them to.
const (
	Requested = "requested" // a double opt-in: it waits for its YES
	WasGiven  = "given"
	Withdrawn = "withdrawn" // of all purposes: everything ends
	Affirmed  = "affirmed"  // a START of who was subscribed: a STOP of before it that is found later comes too late
	Restored  = "restored"  // the withdrawal of service texts alone has ended
	Blocked   = "blocked"   // a carrier refuses our texts from a sender
	Unblocked = "unblocked"
	Forgotten = "forgotten" // a block for which the record has no room
	Held      = "held"      // marketing waits for a person to look at a text
	Released  = "released"  // somebody has looked
	Erased    = "erased"    // the person was forgotten: the last fact of a ledger
)

// Effect says why a fact was only written down; empty: it counts.
type Effect string

// The reasons why a fact does not count, or not now.
const (
	TooLate     Effect = "late"    // something that happened later was known already
	BehindBlock Effect = "block"   // consent is proven; it counts once the carrier's START has lifted the block
	NotAsked    Effect = "unasked" // a request made elsewhere of which the person was not texted: stopped, or asked a short while ago
)

// The limits of an entry's evidence.
const (
	maxEvidence     = 24  // values
	maxEvidenceName = 64  // characters of a value's name
	maxSource       = 200 // characters of a source or a name of somebody
	saltBytes       = 16
)

// ledger appends a fact about consent and gives its number.
func (d *deciding) ledger(e LedgerEntry) uint64 {
	d.touched = true
	d.rec.Ledger++
	e.Phone, e.Number, e.At, e.Recorded = d.rec.Phone, d.rec.Ledger, d.when, d.now
	e.Source, e.By, e.Evidence = cut(e.Source, maxSource), cut(e.By, maxSource), bounded(e.Evidence)
	e.Salt = saltOf(d.in.Salt, e.Number)
	e.seal(d.rec.Chain)
	d.rec.Chain = e.Hash
	d.dec.Ledger = append(d.dec.Ledger, e)
	return e.Number
}

// bounded is evidence that an entry can hold: only so many values, each only so long, and names in which
// nothing hides.
func bounded(evidence map[string]string) map[string]string {
	if len(evidence) == 0 {
		return nil
	}
	kept := make(map[string]string, len(evidence))
	for _, name := range slices.Sorted(maps.Keys(evidence)) {
		if len(kept) == maxEvidence {
			break
		}
		kept[cut(strings.Map(shown, name), maxEvidenceName)] = cut(evidence[name], MaxBody)
	}
	return kept
}

// shown gives a character of a name as it is kept.
func shown(r rune) rune {
	if unicode.IsGraphic(r) && r != unicode.ReplacementChar {
		return r
	}
	return '_'
}

// saltOf makes the salt of one entry of the random bytes of its decision.
func saltOf(random []byte, number uint64) []byte {
	mac := hmac.New(sha256.New, random)
	mac.Write(binary.BigEndian.AppendUint64(nil, number))
	return mac.Sum(nil)[:saltBytes]
}
