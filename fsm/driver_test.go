package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// driver plays the part of the engine and the carrier for one person: it releases what is ready,
// settles it, and raises the calendar at its times. Every decision goes through decide, which
// checks it and takes the record through its encoding.
type driver struct {
	t        testing.TB
	p        *Program
	now      time.Time
	rec      Record
	busy     bool   // no sender has a token
	holdAll  string // as the engine's hold
	paused   map[string]Pause
	bounds   *Bounds
	pool     []string          // codes of the offer "ten" that nobody has
	codes    map[string]string // brought in place of them
	hours    []byte
	coupon   *Coupon
	brought  []Order // the rows of orders
	claims   []Claim
	calls    []Call    // to be posted, in order
	next     []Settled // outcomes of the coming texts; accepted where there are none
	rows     map[uint64]Message
	sent     []Message // released, in order
	ledger   []LedgerEntry
	counts   map[string]int64
	alarms   []string
	last     Inbound
	texts    int
	log      func(Decision) // told of every decision
	measures []Measure
}

func newDriver(t testing.TB, p *Program, at time.Time) *driver {
	return &driver{t: t, p: p, now: at, rec: Record{Phone: thePerson}, rows: map[uint64]Message{}, counts: map[string]int64{}, log: func(Decision) {}}
}

// do decides one event and carries out what it says, until nothing is left to do now.
func (d *driver) do(ev Event) {
	d.t.Helper()
	d.decide(ev, d.token(ev))
	d.pump()
}

// token brings the token that the engine would.
func (d *driver) token(ev Event) *Token {
	if in, ok := ev.(Inbound); ok && !d.busy {
		return &Token{Sender: in.Sender}
	}
	return nil
}

func (d *driver) decide(ev Event, token *Token) Decision {
	d.t.Helper()
	in := Inputs{Salt: []byte("salt of a decision"), Token: token, HoldAll: d.holdAll, Paused: d.paused, Secret: []byte(testSecret), Zones: []string{theZone},
		Bounds: d.bounds, Codes: d.codes, Coupon: d.coupon, Orders: d.brought, Hours: d.hours}
	if len(d.pool) > 0 && token != nil {
		in.Codes = map[string]string{"ten": d.pool[0]}
	}
	ev = withRow(ev, d.rows)
	dec, err := decideChecked(d.p, d.rec, in, ev, At(d.now))
	if err != nil {
		d.t.Fatalf("%T %+v: %v", ev, ev, err)
	}
	d.log(dec)
	if dec.Nothing {
		return dec
	}
	d.rec = roundTrip(d.t, dec.Next)
	for _, m := range dec.Messages {
		d.rows[m.Seq] = m
	}
	for _, c := range dec.Claims {
		d.claims = append(d.claims, c)
		d.pool = slices.DeleteFunc(d.pool, func(code string) bool { return code == c.Code })
	}
	d.ledger = append(d.ledger, dec.Ledger...)
	d.calls = append(d.calls, dec.Calls...)
	d.alarms = append(d.alarms, dec.Alarms...)
	d.measures = append(d.measures, dec.Measures...)
	for name, n := range dec.Counters {
		d.counts[name] += n
	}
	if dec.Send != nil {
		d.sent = append(d.sent, *dec.Send)
	}
	return dec
}

// withRow brings an event the message that it is about, as the engine does.
func withRow(ev Event, rows map[uint64]Message) Event {
	switch e := ev.(type) {
	case Settled:
		e.Message = rows[e.Seq]
		return e
	case Status:
		e.Message = rows[e.Seq]
		return e
	case Clicked:
		e.Message = rows[e.Seq]
		return e
	}
	return ev
}

// pump settles, releases and ticks until nothing is due.
func (d *driver) pump() {
	d.t.Helper()
	for range 500 {
		switch head, ready := d.rec.Head(); {
		case d.rec.Wire != nil && !d.silent():
			d.settle()
		case ready && !d.busy && (d.holdAll == "" || head.answers()):
			d.decide(Pull{}, &Token{Sender: head.Sender})
		case d.rec.NextDue() > 0 && d.rec.NextDue() <= At(d.now):
			d.decide(Tick{}, nil)
		default:
			return
		}
	}
	d.t.Fatalf("it never comes to rest: %+v", d.rec)
}

const silence = Outcome("silence") // the carrier does not answer at all

func (d *driver) silent() bool { return len(d.next) > 0 && d.next[0].Outcome == silence }

// settle gives the text on the wire the outcome that was asked for.
func (d *driver) settle() {
	d.t.Helper()
	s := Settled{Outcome: Accepted}
	if len(d.next) > 0 {
		s, d.next = d.next[0], d.next[1:]
	}
	s.Seq = d.rec.Wire.Seq
	if s.Outcome == Accepted {
		s.SID = fmt.Sprintf("SM%d", s.Seq)
	}
	if s.Outcome == Throttled {
		s.RetryAt = At(d.now.Add(time.Minute))
	}
	d.decide(s, nil)
}

// to moves the clock, and raises the calendar at its times on the way.
func (d *driver) to(until time.Time) {
	d.t.Helper()
	for range 2000 {
		due := d.rec.NextDue()
		if due == 0 || due > At(until) {
			d.now = until
			d.pump()
			if due = d.rec.NextDue(); due == 0 || due > At(until) {
				return
			}
			continue
		}
		if t := due.Time(); t.After(d.now) {
			d.now = t.In(d.now.Location())
		}
		d.pump()
	}
	d.t.Fatalf("the calendar never ends: %+v", d.rec.Calendar)
}

// text is a text from the person to one of our senders.
func (d *driver) text(e Inbound) {
	d.t.Helper()
	if e.ID == "" {
		d.texts++
		e.ID = fmt.Sprintf("IN%d", d.texts)
	}
	if e.Sender == "" {
		e.Sender = theSender
	}
	d.last = e
	d.do(e)
}

// describe writes a record's runs for an expectation: "cart(c1)@remind welcome@pause".
func (d *driver) describe() string {
	var runs []string
	for _, r := range d.rec.Runs {
		name := r.Workflow
		if r.Key != "" {
			name += "(" + r.Key + ")"
		}
		runs = append(runs, name+"@"+r.Step)
	}
	slices.Sort(runs)
	return strings.Join(runs, " ")
}

func (d *driver) stack() string {
	var names []string
	for _, q := range d.rec.Stack {
		names = append(names, q.name())
	}
	return strings.Join(names, " ")
}
