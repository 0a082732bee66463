package rehearse

import (
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/quiet/areas"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

const (
	person     = fsm.Phone("+12125550123")
	number     = "+15550100100"           // our sender, where the program names none
	linkBase   = "https://parley.test/l/" // of short links, where the program names no domain
	mostEvents = 20000                    // of one test
	mostPumps  = 1000                     // of one moment
)

// world is one person with everything around: the engine, the carrier, the shop.
type world struct {
	p    *fsm.Program
	o    Options
	now  fsm.Moment
	rec  fsm.Record
	in   fsm.Inputs
	rows map[uint64]fsm.Message

	orders map[string]fsm.Order

	zones map[string]*time.Location // loaded once

	links     []fsm.Link
	carrier   []script.Carrier          // what becomes of the coming texts; delivered where there are none
	answers   map[string]script.Answers // of calls, by endpoint
	calls     []fsm.Call                // made and not answered
	later     []later
	customers map[string]bool // of the shop, whose number the person's is
	passed    map[string]bool // workflows of whose schedule it was told already that it passes the person over

	inbox      []text // texts that came and that no line has received
	lastSent   fsm.Moment
	transcript []Entry
	journal    []string
	offers     []string        // that texts have made
	claimed    int             // codes that were taken
	seen       map[string]bool // what has been shown of the workflows
	ids        int
	events     int
	silent     bool // what is prepared before a test is not told
	broken     string
}

// text is one text that the person got.
type text struct {
	fsm.Message
	shown string // its words, with the destinations of short links in their place
}

func newWorld(p *fsm.Program, t script.Test, o Options, seen map[string]bool) *world {
	w := &world{p: p, o: o, zones: map[string]*time.Location{}, rows: map[uint64]fsm.Message{}, orders: map[string]fsm.Order{},
		answers: map[string]script.Answers{}, customers: map[string]bool{}, passed: map[string]bool{}, seen: seen, rec: fsm.Record{Phone: person, State: fsm.Unknown}}
	if t.Person.Phone != "" {
		w.rec.Phone = t.Person.Phone
	}
	zones := t.Person.Zones
	if len(zones) == 0 {
		zones = []string{p.Zone}
	}
	area, _ := areas.Of(string(w.rec.Phone))
	w.in = fsm.Inputs{LinkBase: linkBase, Zones: zones, Regions: area.Regions, Paused: map[string]fsm.Pause{}}
	if len(p.Senders) == 0 {
		w.rec.Sender = number
	}
	return w
}

// sender is the address that the person texts to.
func (w *world) sender() string {
	switch {
	case w.rec.Sender != "":
		return w.rec.Sender
	case len(w.p.Senders) > 0:
		return w.p.Senders[0].Address
	}
	return number
}

// id gives an event an id that no other has.
func (w *world) id() string {
	w.ids++
	return fmt.Sprintf("test-%d", w.ids)
}

// happens decides an event and everything that comes of it at this moment.
func (w *world) happens(ev fsm.Event) {
	var token *fsm.Token
	if in, ok := ev.(fsm.Inbound); ok {
		token = &fsm.Token{Sender: in.Sender}
	}
	w.decide(ev, token)
	w.pump()
}

// decide decides one event and carries out what was decided.
func (w *world) decide(ev fsm.Event, token *fsm.Token) {
	if w.events++; w.events > mostEvents {
		w.broken = fmt.Sprintf("more than %d things happen in this test; make several of it", mostEvents)
	}
	if w.broken != "" {
		return
	}
	in := w.in
	in.Token, in.Codes, in.Orders, in.Bound = token, w.codes(), w.ordersFor(ev), w.bound(ev)
	if w.o.heard != nil {
		w.o.heard(w.rec, in, ev, w.now)
	}
	dec, err := w.p.Decide(w.rec, in, w.withRow(ev), w.now)
	if err != nil {
		w.broken = err.Error()
		return
	}
	if dec.Nothing {
		return
	}
	w.rec = dec.Next
	for _, m := range dec.Messages {
		w.rows[m.Seq] = m
	}
	for _, b := range dec.Binds {
		w.customers[b.Customer] = true
	}
	for _, o := range dec.Orders {
		w.orders[o.ID] = o
	}
	w.claimed += len(dec.Claims)
	w.links = append(w.links, dec.Links...)
	w.calls = append(w.calls, dec.Calls...)
	if !w.silent {
		w.tell(dec)
	}
}

// codes brings a code of each pool: TEST1, TEST2 and so on, as many as are asked for.
func (w *world) codes() map[string]string {
	codes := map[string]string{}
	for name, o := range w.p.Offers {
		if o.Codes == fsm.PoolCodes {
			codes[name] = fmt.Sprintf("TEST%d", w.claimed+1)
		}
	}
	return codes
}

// bound brings what is known of the customer that an event names.
func (w *world) bound(ev fsm.Event) *fsm.Bound {
	var customer string
	switch e := ev.(type) {
	case fsm.Fact:
		customer = e.Customer
	case fsm.OptIn:
		customer = e.Customer
	case fsm.OptOut:
		customer = e.Customer
	}
	if !w.customers[customer] {
		return nil
	}
	return &fsm.Bound{Here: true}
}

// ordersFor brings the orders that an event needs.
func (w *world) ordersFor(ev fsm.Event) []fsm.Order {
	var list []fsm.Order
	for _, id := range w.p.OrdersFor(&w.rec, ev) {
		if o, ok := w.orders[id]; ok {
			list = append(list, o)
		}
	}
	return list
}

// withRow brings an event the message that it is about, as the engine does.
func (w *world) withRow(ev fsm.Event) fsm.Event {
	switch e := ev.(type) {
	case fsm.Settled:
		e.Message = w.rows[e.Seq]
		return e
	case fsm.Status:
		e.Message = w.rows[e.Seq]
		return e
	case fsm.Clicked:
		e.Message = w.rows[e.Seq]
		return e
	}
	return ev
}

// pump lets everything happen that is due at this moment.
func (w *world) pump() {
	for range mostPumps {
		if w.broken != "" || !w.step() {
			return
		}
	}
	w.broken = "it never comes to rest at this moment"
}

// step does the next thing that is due, and tells whether there was one.
func (w *world) step() bool {
	head, ready := w.rec.Head()
	switch {
	case w.rec.Wire != nil:
		w.settle(*w.rec.Wire)
	case len(w.calls) > 0:
		w.answer()
	case ready:
		w.decide(fsm.Pull{}, &fsm.Token{Sender: head.Sender})
	case w.rec.NextDue() > 0 && w.rec.NextDue() <= w.now:
		w.decide(fsm.Tick{}, nil)
	default:
		return false
	}
	return true
}

// answer lets the endpoint of the oldest call answer: with what the test says, else with nothing new.
func (w *world) answer() {
	call := w.calls[0]
	w.calls = w.calls[1:]
	done := fsm.Called{ID: call.ID}
	switch a := w.answers[call.Endpoint]; {
	case a.Fails:
		done.Failed = "the endpoint does not answer"
	case a.Event != nil:
		h := w.happened(*a.Event)
		done.Event = &h
		w.say("event", strings.TrimSpace(h.Type+" "+written(h.Data)))
	}
	w.decide(done, nil)
}

// shown writes a text for people: a short link as what it leads to.
func (w *world) shown(body string) string {
	for _, l := range w.links {
		at := strings.Index(body, l.Code)
		if at < 0 {
			continue
		}
		from := strings.LastIndex(body[:at], "http")
		if from >= 0 && !strings.ContainsAny(body[from:at], " \n") {
			body = body[:from] + l.To + body[at+len(l.Code):]
		}
	}
	return body
}
