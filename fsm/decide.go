package fsm

import (
	"fmt"
	"maps"
	"slices"
)

// Decide turns an event into a decision. It is pure: the same record, inputs, event and time give
// the same decision, and nothing it is given is changed. It fails only on an event that it does
// not know; everything a person, shop or carrier can say has an answer.
func (p *Program) Decide(rec Record, in Inputs, ev Event, now Moment) (Decision, error) {
	d := &deciding{p: p, in: in, now: now, rec: rec.clone()}
	d.mend()
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
	case OptIn:
		d.optIn(e)
	case OptOut:
		d.optOut(e)
	case Attributes:
		d.attributes(e)
	case Take:
		d.take(e.Agent, "taken by "+e.Agent)
	case Handback:
		d.handback("handed back by " + e.By)
	case AgentText:
		d.agentText(e)
	case ReleaseHold:
		d.releaseHold(e)
	default:
		return Decision{}, fmt.Errorf("decide: unknown event %T", ev)
	}
	return d.decision(), nil
}

// deciding is one decision in the making.
type deciding struct {
	p   *Program
	in  Inputs
	now Moment
	rec Record // the record as it will be
	dec Decision

	touched  bool   // anything changed at all
	answers  uint64 // the inbound text that is being answered
	texted   string // our sender that was texted
	hops     int
	released bool // a text was released by this decision
}

// decision closes the books: brings back what was suspended, sends what a token was brought for,
// keeps the bounds, and counts the commit.
func (d *deciding) decision() Decision {
	if !d.touched {
		return Decision{At: d.now, Next: d.rec, Nothing: true}
	}
	d.resume()
	d.useToken()
	d.bound()
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
	if !d.p.machine.Can(Join(d.rec.State.Ground(), ""), event) {
		return false
	}
	d.line(Line{Event: event, From: d.rec.State, To: d.rec.State, Run: run, Why: why})
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

func (d *deciding) count(name string) {
	if d.dec.Counters == nil {
		d.dec.Counters = map[string]int64{}
	}
	d.dec.Counters[name]++
}

func (d *deciding) alarm(format string, args ...any) {
	d.touched = true
	d.dec.Alarms = append(d.dec.Alarms, fmt.Sprintf(format, args...))
}

func (d *deciding) ground() string { return d.rec.State.Ground() }

// clone copies a record as far as a decision may write into it.
func (r Record) clone() Record {
	r.Blocks = slices.Clone(r.Blocks)
	r.Stack = slices.Clone(r.Stack)
	r.Runs = slices.Clone(r.Runs)
	for i := range r.Runs {
		r.Runs[i].Arms = maps.Clone(r.Runs[i].Arms)
		r.Runs[i].Sent = slices.Clone(r.Runs[i].Sent)
	}
	r.Calendar = slices.Clone(r.Calendar)
	r.Ready = slices.Clone(r.Ready)
	r.Doubts = slices.Clone(r.Doubts)
	r.Released = slices.Clone(r.Released)
	r.Seen = slices.Clone(r.Seen)
	r.Events = slices.Clone(r.Events)
	r.Entries = slices.Clone(r.Entries)
	r.Attributes = maps.Clone(r.Attributes)
	if r.Question != nil {
		q := *r.Question
		r.Question = &q
	}
	return r
}

// mend makes a record fit this program: a state that the table does not know (of an older program,
// or damaged) becomes the bare ground that consent says, and runs whose step is gone end.
func (d *deciding) mend() {
	r := &d.rec
	if r.State == "" {
		r.State = Unknown
		r.Zones, r.ZoneSource = d.in.Zones, "number"
		r.Language = d.p.Language
	}
	if !d.p.machine.Knows(r.State) {
		was := r.State
		r.State = Join(r.groundByConsent(), "")
		r.Question = nil
		d.dec.Lines = append(d.dec.Lines, Line{Event: "mend", From: was, To: r.State, Why: "the program has no such state"})
	}
	if r.Revision != d.p.Revision {
		d.mendRuns()
	}
}

// groundByConsent tells the ground from the consent on record.
func (r *Record) groundByConsent() string {
	switch {
	case r.StoppedAt > r.StartedAt:
		return Stopped
	case r.Marketing.Given:
		return Subscribed
	case r.Pending != nil && !r.Pending.Expired:
		return AwaitYes
	}
	return Unknown
}

// mendRuns ends the runs whose workflow or step the live program no longer has. A question that
// is open stays, with its own answers, unless its step is gone.
func (d *deciding) mendRuns() {
	for _, run := range slices.Clone(d.rec.Runs) {
		if _, _, ok := d.at(&run); !ok {
			d.dec.Lines = append(d.dec.Lines, Line{Event: "exit:" + run.Workflow, From: d.rec.State, To: d.rec.State, Run: run.ID, Why: "workflow_changed"})
			d.dropRun(run.ID)
		}
	}
}

// at finds a run's workflow and step in the live program.
func (d *deciding) at(run *Run) (*workflow, *Step, bool) {
	w := d.p.workflows[run.Workflow]
	if w == nil {
		return nil, nil, false
	}
	s, ok := w.step(run.Step)
	return w, s, ok
}
