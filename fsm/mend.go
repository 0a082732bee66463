package fsm

import (
	"slices"
	"strings"
)

// mend makes a record fit this program. Runs whose step is gone end; a state that the table does
// not know, or that its question contradicts, becomes the bare ground; and nothing is left that
// hangs on a run that has ended. A record that this program wrote last is left as it is.
func (d *deciding) mend() {
	r := &d.rec
	if r.State == "" {
		r.State = Join(r.groundByConsent(), "")
	}
	if r.Version == 0 && len(r.Zones) == 0 {
		r.Zones, r.ZoneSource, r.Language = slices.Clone(d.in.Zones), "number", clip(d.p.Language)
	}
	if len(r.Regions) == 0 { // a new one, or one from before regions were kept
		r.Regions = slices.Clone(d.in.Regions)
	}
	if r.Revision != d.p.Revision {
		d.rename()
		r.Fuses = nil // what was counted was another program's
	}
	d.mendRuns()
	d.mendState()
	d.mendStack()
	d.mendSteps()
	d.unschedule(d.lost)
	d.rec.Ready = slices.DeleteFunc(d.rec.Ready, func(w Want) bool { return w.Run != 0 && d.run(w.Run) == nil })
	if r.Revision != d.p.Revision {
		d.retime()
		d.retimeEntries()
		d.answerTimer()
		d.dates()
	}
}

// groundByConsent tells the ground from the consent on record.
func (r *Record) groundByConsent() string {
	switch {
	case r.StoppedAt > 0 && r.StoppedAt >= r.StartedAt:
		return Stopped
	case r.Marketing.Given:
		return Subscribed
	case r.Pending != nil && !r.Pending.Expired:
		return AwaitYes
	}
	return Unknown
}

// mendRuns ends the runs whose workflow or step the live program no longer has.
func (d *deciding) mendRuns() {
	gone := func(run Run) bool {
		_, _, ok := d.at(&run)
		return !ok
	}
	for i := slices.IndexFunc(d.rec.Runs, gone); i >= 0; i = slices.IndexFunc(d.rec.Runs, gone) {
		run := d.rec.Runs[i]
		d.exits(&run, "workflow_changed")
		d.dropRun(run.ID)
	}
}

// mendState makes state, consent and open question agree. A run that held a question which the program no
// longer asks leaves it by its timeout edge.
func (d *deciding) mendState() {
	r, q := &d.rec, d.rec.Question
	sound := d.p.machine.Knows(Join(d.ground(), "")) && (d.ground() == Subscribed) == r.Marketing.Given
	known := sound && d.p.machine.Knows(r.State)
	foreground := r.State.Foreground()
	if known && q != nil && q.name() == foreground && d.holds(q) {
		return
	}
	if known && q == nil && (foreground == "" || foreground == Agent) {
		return
	}
	was := r.State
	switch {
	case !sound:
		r.State = Join(r.groundByConsent(), "")
		d.mendConsent()
	case !known || foreground != Agent: // such as a question that the program no longer has
		r.State = Join(d.ground(), "")
	}
	d.line(Line{Event: "mend", From: was, To: r.State, Why: "no such state, or not with this consent and question"})
	r.Question = nil
	if q != nil {
		d.wakeTexts() // what waited behind it
	}
	if d.ground() == Stopped {
		d.clear() // nobody who is stopped is in a run
	}
	if q != nil && d.holds(q) {
		d.leaveByTimeout(q.Run, "workflow_changed")
	}
}

// mendConsent makes consent follow the ground that it was mended to.
func (d *deciding) mendConsent() {
	given := d.ground() == Subscribed
	if d.rec.Marketing.Given && !given {
		d.ledger(LedgerEntry{Fact: Withdrawn, Purpose: ForMarketing, Source: "the record contradicted itself"})
	}
	d.rec.Marketing.Given = given
}

// mendStack drops suspended questions that cannot come back, or that have come to be of one class with
// one that was left later.
func (d *deciding) mendStack() {
	for _, q := range slices.Clone(d.rec.Stack) {
		held := d.holds(&q)
		later := slices.ContainsFunc(d.rec.Stack, func(o Question) bool { return o.Class == q.Class && o.LeftAt > q.LeftAt })
		if held && !later && d.p.machine.Knows(Join(d.ground(), q.name())) {
			continue
		}
		d.note("mend", "the suspended question "+q.name()+" is gone")
		d.dropSuspended(q.Run)
		if held {
			d.leaveByTimeout(q.Run, "workflow_changed")
		}
	}
}

// mendSteps lets a run begin its step anew where that became a step of another kind, so that what waits
// there is not what the step says. A text that is on the wire was the step, and a question mends
// itself.
func (d *deciding) mendSteps() {
	for _, run := range slices.Clone(d.rec.Runs) {
		live := d.run(run.ID)
		if live == nil || live.Step != run.Step {
			continue
		}
		_, s, _ := d.at(live)
		if restsAt(s, live.Phase) {
			continue
		}
		d.note("mend", run.Workflow+"."+run.Step+" is now "+string(s.Kind))
		d.unwant(run.ID)
		d.proceed(run.ID, run.Step)
	}
}

// restsAt tells whether a run can rest at a step in a phase.
func restsAt(s *Step, phase Phase) bool {
	switch phase {
	case Scheduled:
		return s.Kind == WaitStep
	case Waiting:
		return s.Kind == WaitForStep
	case Calling:
		return s.Kind == CallStep
	case Wanting:
		return s.texts()
	}
	return true
}

// holds tells whether a question's run stands at it.
func (d *deciding) holds(q *Question) bool {
	run := d.run(q.Run)
	return run != nil && run.Workflow == q.Workflow && run.Step == q.Step
}

// lost tells whether a calendar item hangs on something that is gone.
func (d *deciding) lost(i Item) bool {
	switch i.Kind {
	case ItemStep, ItemTimeout, ItemCall:
		return d.run(i.Run) == nil
	case ItemText:
		return i.Want == nil || i.Want.Run != 0 && d.run(i.Want.Run) == nil
	case ItemEnter:
		return i.Fact == nil || d.p.workflows[i.Workflow] == nil
	case ItemDate:
		w := d.p.workflows[i.Workflow]
		return w == nil || w.Enter.Date == ""
	}
	return false
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

// stepNamed tells how a step is called today that was called so when its text went out: its workflow's
// name and its own.
func (p *Program) stepNamed(name string) (workflow, step string) {
	workflow, step, _ = strings.Cut(name, ".")
	return p.Renamed(workflow, step)
}
