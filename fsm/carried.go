package fsm

import (
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm/segment"
)

// Carried is a text that the carrier took from us and that the record does not know: the record
// was restored from a backup that is older.
type Carried struct {
	SID    string `cbor:"1,keyasint,omitempty"`
	Sender string `cbor:"2,keyasint,omitempty"`
	Body   string `cbor:"3,keyasint,omitempty"`
	Status string `cbor:"4,keyasint,omitempty"`
	At     Moment `cbor:"5,keyasint,omitempty"`
}

func (Carried) event() {}

// MaxCarried bounds how many such texts a record remembers, and carriedFor how long a step of the
// same words is taken for one of them.
const (
	MaxCarried = 16
	carriedFor = 48 * time.Hour
)

// Unclaimed is a carried text for which no step has come yet.
type Unclaimed struct {
	Seq  uint64 `cbor:"1,keyasint" json:"seq"` // its message
	Body uint64 `cbor:"2,keyasint" json:"body"`
	At   Moment `cbor:"3,keyasint" json:"at"`
}

// carried notes a text that went out after the backup. It counts for caps as what it may have
// been: an unasked marketing text.
func (d *deciding) carried(e Carried) {
	d.dec.Cause = "carried " + e.SID
	if d.seen(e.SID) {
		return
	}
	d.rec.Seq++
	d.store(Message{}, Message{
		Phone: d.rec.Phone, Seq: d.rec.Seq, Out: true, At: e.At, Sender: e.Sender, Body: e.Body, SID: e.SID,
		Status: e.Status, Name: "carried", Revision: d.p.Revision, SettledAt: d.now,
	})
	d.rec.Released = append(d.rec.Released, Release{Seq: d.rec.Seq, At: e.At})
	d.rec.Carried = append(d.rec.Carried, Unclaimed{Seq: d.rec.Seq, Body: hash(withoutCodes(segment.Smart(e.Body))), At: e.At})
	for _, offer := range sortedKeys(d.in.Codes) { // that its words say, and that nobody has by the backup
		code := d.in.Codes[offer]
		d.coded = append(d.coded, offer)
		d.dec.Claims = append(d.dec.Claims, Claim{Offer: offer, Code: code, Seq: d.rec.Seq})
		d.rec.Given = append(d.rec.Given, Given{Offer: offer, Code: code, Seq: d.rec.Seq})
		d.book(&d.rec.Given[len(d.rec.Given)-1], "carried")
	}
	d.note("carried", "taken by the carrier after the backup")
	d.count("carried")
}

// wentBefore tells whether a text that is about to be released went out after the backup already: not
// one that answers what was texted later still. Then it is booked as sent, once, and its run goes on
// from there.
func (d *deciding) wentBefore(w Want, body string) bool {
	if len(d.rec.Carried) == 0 {
		return false
	}
	words := hash(withoutCodes(segment.Smart(body)))
	i := slices.IndexFunc(d.rec.Carried, func(u Unclaimed) bool {
		return u.Body == words && d.now.Sub(u.At) < carriedFor && u.At >= w.Texted
	})
	if i < 0 {
		return false
	}
	u := d.rec.Carried[i]
	d.rec.Carried = slices.Delete(slices.Clone(d.rec.Carried), i, i+1)
	d.note("carried:"+d.named(w), "sent before the restore")
	if w.Run == 0 {
		return true
	}
	if !d.enterWire(w, u.Seq) {
		d.drop(w, dropped("no transition from "+string(d.rec.State)).by("table"))
		return true
	}
	run := d.run(w.Run)
	if run != nil {
		d.went(w, run, u.At, u.Seq)
	}
	if run != nil && run.Phase == OnWire {
		d.moveOn(w, u.At, "sent before the restore")
	}
	return true
}
