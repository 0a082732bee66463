package fsm

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"
)

// givenFor is how long an offer is remembered at least, so that a purchase with its code is known as
// its redemption.
const givenFor = 90 * 24 * time.Hour

// refusesOffer gives the reason why a person may not get an offer now, or "".
func (d *deciding) refusesOffer(name string) string {
	o, ok := d.p.Offers[name]
	given := 0
	for _, g := range d.rec.Given {
		if g.Offer == name && g.At > 0 && d.now.Sub(g.At) < o.Per {
			given++
		}
	}
	switch {
	case name == "":
		return ""
	case !ok:
		return "offer " + name + " is gone"
	case o.Limit > 0 && given >= o.Limit:
		return "offer " + name + ": given already"
	case !d.p.holds(o.If, scene{rec: &d.rec, now: d.now}):
		return "offer " + name + ": condition"
	}
	return ""
}

// guardCodes keeps a text back for which no code is left: never a text with a hole in it. It asks again
// when codes are imported.
func (d *deciding) guardCodes(a asked) verdict {
	name, run := a.offers()
	if a.Retry || d.p.Offers[name].Codes == "" || d.codeOf(name, run) != "" {
		return verdict{}
	}
	return held(a.SendBy, "offer "+name+": no code is left").named(name)
}

// codeOf is the code that a run's text says: the one for everybody, the person's own, or a new one.
func (d *deciding) codeOf(name string, run *Run) string {
	o := d.p.Offers[name]
	if o.Codes == "" {
		return o.Code
	}
	if g := d.givenTo(run, name); g != nil {
		return g.Code
	}
	if o.Codes == PoolCodes {
		return d.in.Codes[name]
	}
	return o.Prefix + madeCode(d.in.Secret, fmt.Sprintf("offer|%s|%d|%s|%s|%d", d.rec.Phone, run.ID, run.Step, name, d.in.Refused))
}

// givenTo finds the offer that a run's present text has made before, if it is put for the second time,
// or else one of that name whose text did not go: nobody but this person ever gets its code. nil: none.
func (d *deciding) givenTo(run *Run, name string) *Given {
	own := d.p.Offers[name].Codes != ""
	find := func(which func(Given) bool) *Given {
		i := slices.IndexFunc(d.rec.Given, func(g Given) bool { return g.Offer == name && (g.Code != "") == own && which(g) })
		if i < 0 {
			return nil
		}
		return &d.rec.Given[i]
	}
	if g := find(func(g Given) bool { return g.Text > 0 && g.Text == run.Text }); g != nil {
		return g
	}
	return find(func(g Given) bool { return g.At == 0 })
}

// The codes that are made have no vowels, so that they are no words, and nothing that looks like
// something else.
const (
	codeLetters    = "BCDFGHJKMNPQRSTVWXYZ23456789"
	madeCodeLength = 8  // 28 to the 8th are 38 bits: nobody guesses one of a million by trying
	maxPrefix      = 12 // characters
)

// madeCode draws a code by a keyed hash: the same text has the same code, after every restart and in every
// replay.
func madeCode(secret []byte, of string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(of))
	n := binary.BigEndian.Uint64(mac.Sum(nil))
	code := make([]byte, madeCodeLength)
	for i := range code {
		code[i] = codeLetters[n%uint64(len(codeLetters))]
		n /= uint64(len(codeLetters))
	}
	return string(code)
}

// offers names the offer that a text makes, "" for none, and the run that stands for who makes it.
func (a asked) offers() (string, *Run) {
	if a.step == nil {
		return a.Offer, staffRun(a.Want)
	}
	return a.step.Offer, a.run
}

// giveOffer notes that a text makes an offer; one that is sent once more makes it no second time.
func (d *deciding) giveOffer(offer string, run *Run, text string, at Moment, seq uint64) {
	code, g := d.codeOf(offer, run), d.givenTo(run, offer)
	if g == nil {
		d.rec.Given = append(d.rec.Given, Given{Offer: offer, Seq: seq})
		g = &d.rec.Given[len(d.rec.Given)-1]
		if o := d.p.Offers[offer]; o.Codes != "" {
			g.Code = code
			d.dec.Claims = append(d.dec.Claims, Claim{Offer: offer, Code: code, Seq: seq, Made: o.Codes == GeneratedCodes})
		}
	}
	g.Text = seq
	if run.Workflow != "" { // what the staff brings about is no workflow's
		d.touch(Touch{CodeTouch, at, seq, text})
	}
	if g.At == 0 {
		g.At = at
		d.counter("offers.given."+offer, 1)
		d.measureOffer(offer, at, text, 1)
		d.book(g, text)
	}
}

// book writes an offer's row.
func (d *deciding) book(g *Given, text string) {
	o := d.p.Offers[g.Offer]
	d.dec.Grants = append(d.dec.Grants, Grant{Phone: d.rec.Phone, Seq: g.Seq, Offer: g.Offer, Code: cmp.Or(g.Code, o.Code), Unique: g.Code != "",
		At: g.At, Text: text, Worth: o.Worth, Cost: o.Cost})
}

// takeOfferBack takes back what a text that certainly did not go has offered. A code of its own stays the
// person's: what is certain has been wrong before, and nobody else may ever get it.
func (d *deciding) takeOfferBack(f Flight, text string) {
	for i := range d.rec.Given {
		if g := &d.rec.Given[i]; g.Text == f.Seq && g.At > 0 && f.Want.Resent == 0 {
			d.measureOffer(g.Offer, g.At, text, -1)
			g.At = 0
			d.untouch(CodeTouch, f.Seq)
			d.counter("offers.given."+g.Offer, -1)
			d.book(g, text)
		}
	}
}

// offeredAfterAll gives it again: the text went.
func (d *deciding) offeredAfterAll(m Message) {
	for i := range d.rec.Given {
		if g := &d.rec.Given[i]; g.Text == m.Seq && g.At == 0 {
			g.At = m.At
			if m.Name != AgentName {
				d.touch(Touch{CodeTouch, m.At, m.Seq, m.Name})
			}
			d.counter("offers.given."+g.Offer, 1)
			d.measureOffer(g.Offer, g.At, m.Name, 1)
			d.book(g, m.Name)
		}
	}
}

// boundGiven forgets offers that no limit counts any more and that nobody buys with, then those that
// soonest will not.
func (d *deciding) boundGiven() {
	d.rec.Given = slices.DeleteFunc(d.rec.Given, func(g Given) bool {
		return max(d.offerCounts(g), g.At.Add(givenFor)) <= d.now && d.forgettable(g)
	})
	for len(d.rec.Given) > MaxGiven {
		d.forgetGiven()
	}
}

// forgettable tells whether nothing hangs on an offer but limits: no text that may go once more, and no code
// that waits for its text.
func (d *deciding) forgettable(g Given) bool {
	waits := g.At == 0 && g.Code != ""
	return !waits && !slices.ContainsFunc(d.rec.Runs, func(r Run) bool { return g.Text > 0 && r.Text == g.Text })
}

func (d *deciding) forgetGiven() {
	last := func(g Given) Moment {
		if !d.forgettable(g) {
			return math.MaxInt64
		}
		return d.offerCounts(g)
	}
	first := slices.MinFunc(d.rec.Given, func(a, b Given) int { return cmp.Compare(last(a), last(b)) })
	i := slices.Index(d.rec.Given, first)
	d.rec.Given = slices.Delete(d.rec.Given, i, i+1)
}

// forgetBoughtWith lets an offer fall off that is remembered for its redemption alone, and tells whether there
// was one.
func (d *deciding) forgetBoughtWith() bool {
	i := slices.IndexFunc(d.rec.Given, func(g Given) bool { return d.offerCounts(g) <= d.now && d.forgettable(g) })
	if i >= 0 {
		d.rec.Given = slices.Delete(d.rec.Given, i, i+1)
	}
	return i >= 0
}

// offerCounts is when an offer's limit no longer counts one that was made.
func (d *deciding) offerCounts(g Given) Moment {
	o := d.p.Offers[g.Offer]
	if o.Limit == 0 || g.At == 0 {
		return 0
	}
	return g.At.Add(o.Per)
}
