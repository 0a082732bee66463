package fsm

import (
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/keywords"
)

// Decide turns an event into a decision. It is pure: the same record, inputs, event and time give
// the same decision, and nothing it is given is changed. It fails only on an event that it does
// not know; everything a person, shop or carrier can say has an answer.
func (p *Program) Decide(rec Record, in Inputs, ev Event, now Moment) (Decision, error) {
	d := &deciding{p: p, in: in, now: now, when: now, rec: rec.clone()}
	d.recall()
	d.mend()
	before := d.rec.State
	if err := d.event(ev); err != nil {
		return Decision{}, err
	}
	if !d.touched || d.dec.Denied != nil { // of what is denied nothing is stored
		return Decision{At: now, Next: rec, Nothing: true, Denied: d.dec.Denied}, nil
	}
	dec := d.decision(before)
	dec.Event, dec.Inputs = bare(ev), d.kept(rec)
	dec.News = d.announce(&rec, ev)
	return dec, nil
}

// event does what an event says.
func (d *deciding) event(ev Event) error {
	switch e := ev.(type) {
	case Inbound:
		d.inbound(e)
	case Tick:
		d.tick()
	case Pull:
		d.pull()
	case Settled:
		d.settled(e)
	case Status:
		d.status(e)
	case Fact:
		d.fact(e)
	case Clicked:
		d.clicked(e)
	case Called:
		d.called(e)
	case Enrol:
		d.enrol(e)
	case Refit:
		d.refit()
	case Reattribute:
		d.reattribute(e)
	case OptIn:
		d.optIn(e)
	case OptOut:
		d.optOut(e)
	case Attributes:
		d.attributes(e)
	case Imported:
		d.imported(e)
	case Carried:
		d.carried(e)
	case Erase:
		d.erase(e)
	default:
		return d.deed(ev)
	}
	return nil
}

// deed does what a member of the staff wants.
func (d *deciding) deed(ev Event) error {
	switch e := ev.(type) {
	case Take:
		d.takes(e)
	case Handback:
		d.handsBack(e)
	case AgentText:
		d.agentText(e)
	case Unsend:
		d.unsends(e)
	case Noted:
		d.noted(e)
	case Snoozed:
		d.snoozed(e)
	case Tagged:
		d.tagged(e)
	case ReleaseHold:
		d.releaseHold(e)
	default:
		return fmt.Errorf("decide: unknown event %T", ev)
	}
	return nil
}

// deciding is one decision in the making.
type deciding struct {
	p    *Program
	in   Inputs
	now  Moment
	when Moment // when what is decided about happened: before now where that was learned late
	rec  Record // the record as it will be
	dec  Decision

	touched  bool             // anything changed at all
	answers  uint64           // the inbound text that is being answered
	texted   string           // our sender that was texted
	textedAt Moment           // when that text was written
	free     keywords.Verdict // what that text says in free words of getting no more texts
	hops     map[uint64]int   // steps that each run took at once
	entries  int              // runs that began
	released bool             // a text was released by this decision
	worded   bool             // the words of a step were written
	redeems  []uint64         // texts that gave the code which a purchase was made with
	coded    []string         // offers whose codes it took, or would have
	raised   []Happened       // what became history
	byHand   bool             // what begins was brought about by hand
	timed    bool             // somebody's best time was chosen
	moved    bool             // a date that is known of the person, or his clock, has changed
}

// decision closes the books: lets timers follow what has changed, brings back what was suspended, sends what a token was brought for,
// keeps the bounds, and counts the commit.
func (d *deciding) decision(before State) Decision {
	d.follow()
	d.clockHold()
	d.dates()
	d.resume()
	d.useToken()
	d.resume() // a text that was dropped may have made room
	d.recheck()
	d.bound()
	d.dropCalls()
	d.measureGround(before)
	d.rec.Version++
	d.rec.Revision = d.p.Revision
	d.dec.At, d.dec.Next = d.now, d.rec
	return d.dec
}

// fire takes a transition of the machine, if the table has it for the present state.
func (d *deciding) fire(event, why string) bool {
	from := d.rec.State
	to, ok := d.p.machine.Fire(from, event)
	if !ok {
		return false
	}
	d.rec.State = to
	d.line(Line{Event: event, From: from, To: to, Why: why})
	return true
}

// hop takes a transition that holds for the ground and leaves the foreground alone.
func (d *deciding) hop(event, why string, run uint64) bool {
	ground := Join(d.ground(), "")
	if !d.p.machine.Can(ground, event) {
		return false
	}
	d.line(Line{Event: event, From: ground, To: ground, Run: run, Why: why})
	return true
}

// note writes what did not happen, and why, into the journal.
func (d *deciding) note(event, why string) {
	d.line(Line{Event: event, From: d.rec.State, To: d.rec.State, Why: why})
}

func (d *deciding) line(l Line) {
	d.touched = true
	d.dec.Lines = append(d.dec.Lines, l)
}

func (d *deciding) count(name string) { d.counter(name, 1) }

// counter adds to a kept counter.
func (d *deciding) counter(name string, n int64) {
	if d.dec.Counters == nil {
		d.dec.Counters = map[string]int64{}
	}
	d.dec.Counters[name] += n
}

func (d *deciding) alarm(format string, args ...any) {
	d.touched = true
	d.dec.Alarms = append(d.dec.Alarms, fmt.Sprintf(format, args...))
}

func (d *deciding) ground() string { return d.rec.State.Ground() }

// clone copies a record as far as a decision may write into it.
func (r Record) clone() Record {
	r.Blocks = slices.Clone(r.Blocks)
	r.Lifted = slices.Clone(r.Lifted)
	r.Stack = slices.Clone(r.Stack)
	r.Runs = slices.Clone(r.Runs)
	for i := range r.Runs {
		r.Runs[i].Arms = maps.Clone(r.Runs[i].Arms)
		r.Runs[i].Replies = maps.Clone(r.Runs[i].Replies)
		r.Runs[i].Clicks = slices.Clone(r.Runs[i].Clicks)
	}
	r.Calendar = slices.Clone(r.Calendar)
	r.Ready = slices.Clone(r.Ready)
	r.Doubts = slices.Clone(r.Doubts)
	r.Released = slices.Clone(r.Released)
	r.Seen = slices.Clone(r.Seen)
	r.SeenElse = slices.Clone(r.SeenElse)
	r.Events = slices.Clone(r.Events)
	r.Entries = slices.Clone(r.Entries)
	r.Carried = slices.Clone(r.Carried)
	r.Tallies = slices.Clone(r.Tallies)
	r.Bought = slices.Clone(r.Bought)
	r.Given = slices.Clone(r.Given)
	r.Exposed = slices.Clone(r.Exposed)
	r.Fuses = slices.Clone(r.Fuses)
	r.Touches = slices.Clone(r.Touches)
	r.Ordered = slices.Clone(r.Ordered)
	r.Attributes = maps.Clone(r.Attributes)
	if r.Question != nil {
		q := *r.Question
		r.Question = &q
	}
	if r.Latest != nil {
		l := *r.Latest
		r.Latest = &l
	}
	return r
}
