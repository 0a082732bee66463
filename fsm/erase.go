package fsm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Erase says that a person is to be forgotten. What stays is the chain of his ledger, without what it
// tells of him, and a suppression, both under a pseudonym.
type Erase struct {
	By string `cbor:"1,keyasint,omitempty"` // who asked for it
}

func (Erase) event() {}

// Erasure is what is known of an erased person: enough to leave him alone.
type Erasure struct {
	Pseudonym string   `cbor:"1,keyasint" json:"pseudonym"`
	ErasedAt  Moment   `cbor:"2,keyasint" json:"erased_at"` // the latest time
	Blocks    []Block  `cbor:"3,keyasint,omitempty" json:"blocks,omitempty"`
	Erasures  uint64   `cbor:"4,keyasint,omitempty" json:"erasures"` // how often; the store counts them
	Seen      []uint64 `cbor:"5,keyasint,omitempty" json:"-"`        // hashes of the carrier's ids of his latest texts: one that comes again is none
}

// Pseudonym is how an erased person is called. Only who has the server's secret can tell that it is him.
func Pseudonym(secret []byte, phone Phone) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("erased|" + phone))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// erase ends everything, writes that down, and has the store forget the person.
func (d *deciding) erase(e Erase) {
	d.dec.Cause = "erase"
	if d.rec.Version == 0 {
		return // there is nobody
	}
	d.ledger(LedgerEntry{Fact: Erased, Source: "erasure was asked for", By: e.By})
	d.count("erased")
	d.rec.State = Stopped
	d.clear()
	d.dec.Erased = &Erasure{Pseudonym: Pseudonym(d.in.Secret, d.rec.Phone), ErasedAt: d.now, Blocks: d.rec.Blocks, Seen: d.rec.Seen}
}

// recall begins a record with what is known of a person who was erased: he is left alone until he texts,
// or consent comes that is newer. It is stored with whatever happens next.
func (d *deciding) recall() {
	s := d.in.Erased
	if s == nil || d.rec.Version > 0 {
		return
	}
	r := &d.rec
	r.State, r.StoppedAt, r.Blocks = Stopped, s.ErasedAt, append([]Block(nil), s.Blocks...)
	r.Seen = append([]uint64(nil), s.Seen...)
	d.when = s.ErasedAt
	d.ledger(LedgerEntry{Fact: Withdrawn, Source: "erased before"})
	for _, b := range s.Blocks {
		d.ledger(LedgerEntry{Fact: Blocked, Source: b.Source, Evidence: map[string]string{"sender": b.Sender}})
	}
	d.when, d.touched = d.now, false
}

// erasedSince tells whether a text is older than the erasure of the person: it was forgotten with him.
func (d *deciding) erasedSince(e Inbound) bool {
	s := d.in.Erased
	return s != nil && d.rec.Version == 0 && d.happenedAt(e) < s.ErasedAt
}
