package fsm

import (
	"slices"
)

// The event types that mean something to the machine itself.
const (
	Purchase    = "purchase" // counts as an order
	OptedIn     = "opted_in" // raised by Parley when marketing consent begins
	LinkClicked = "clicked"  // raised by Parley when a tracked link is opened
	Replied     = "replied"  // raised by Parley when a question is answered
)

// byGoal is what the reason begins with for which a run ends that reached its goal.
const byGoal = "goal "

// fact takes an event from a shop. History, goals, exits and waits are served at once and by when
// things happened; only an entry waits until late siblings of the event could have come.
func (d *deciding) fact(e Fact) {
	d.dec.Cause = "event " + e.Type + " " + e.ID
	if d.seenElse("event:", e.ID) {
		return
	}
	h := d.p.happened(e)
	h.At = past(h.At, d.now)
	d.count("events")
	d.bind(e.Customer, h.At)
	d.history(h)
	d.elsewhere(h)
	d.note("event:"+h.Type, h.ID)
	d.redeem(h)
	d.trade(h)
	starts := !e.Backfill && d.recent(h)
	d.serve(h, starts)
	if !starts {
		d.note("event:"+h.Type, "history: starts nothing")
		return
	}
	d.scheduleEntries(h)
}

// happened is an event as it is kept.
func (p *Program) happened(e Fact) Happened {
	return Happened{ID: clip(e.ID), Type: clip(e.Type), At: e.At, Data: p.eventData(clip(e.Type), e.Data)}
}

// hash names an event shortly.
func (h *Happened) hash() uint64 { return hash(h.Type + " " + h.ID) }

// history keeps what happened: order totals, the times of what conditions count, and of the events of
// the last days the newest of each type and key, in their order.
func (d *deciding) history(h Happened) {
	d.tally(h)
	d.buys(h)
	d.sumUp(h)
	d.raised = append(d.raised, h)
	same := func(o Happened) bool { return o.Type == h.Type && o.Run == h.Run && d.p.sameKeys(o, h) }
	if i := slices.IndexFunc(d.rec.Events, same); i >= 0 {
		if d.rec.Events[i].At > h.At {
			return
		}
		d.rec.Events = slices.Delete(d.rec.Events, i, i+1)
	}
	at := len(d.rec.Events)
	for at > 0 && d.rec.Events[at-1].At > h.At {
		at--
	}
	d.rec.Events = slices.Insert(d.rec.Events, at, h)
}

// sameKeys tells whether two events carry the same value in every field that is some workflow's key.
func (p *Program) sameKeys(a, b Happened) bool {
	return !slices.ContainsFunc(p.order, func(w *workflow) bool {
		return w.Enter.Key != "" && a.Data[w.Enter.Key] != b.Data[w.Enter.Key]
	})
}

// serve lets an event reach the runs that are under way and the entries that it cancels. A late one
// still ends runs, but starts none.
func (d *deciding) serve(h Happened, starts bool) {
	d.outcomes(h)
	d.unschedule(func(i Item) bool {
		w := d.p.workflows[i.Workflow]
		cancelled := i.Kind == ItemEnter && w != nil && h.At >= i.Fact.At && slices.Contains(w.Enter.Unless, h.Type) &&
			concerns(w, keyOf(w, i.Fact.Data), h)
		if cancelled {
			d.note("cancel:"+w.Name, h.Type)
		}
		return cancelled
	})
	for _, run := range slices.Clone(d.rec.Runs) {
		w := d.p.workflows[run.Workflow]
		if w == nil || h.At < run.Since || !concerns(w, run.Key, h) || d.run(run.ID) == nil {
			continue
		}
		d.serveRun(w, run, h, starts)
	}
}

// serveRun lets an event end one run, or wake it.
func (d *deciding) serveRun(w *workflow, run Run, h Happened, starts bool) {
	exits := d.exitsOn(w, &run, &h)
	switch {
	case d.reachesGoal(w, &run, &h):
		d.count("goals." + w.Name)
		d.measure(h.At, Measure{Name: SumGoals, Workflow: w.Name, N: 1})
		d.tally(Happened{Type: goalOf(w.Name), At: h.At})
		d.endRun(run.ID, byGoal+h.Type)
	case len(exits) > 0:
		d.endRun(run.ID, "exit on "+h.Type)
	default:
		d.wakeBy(w, run.ID, h)
		return
	}
	for _, e := range exits {
		if starts && e.Start != "" {
			d.byHand = run.ByHand
			d.enter(d.p.workflows[e.Start], h, "after "+w.Name, d.answering())
			d.byHand = false
		}
	}
}

// reachesGoal tells whether an event is the goal of a run.
func (d *deciding) reachesGoal(w *workflow, run *Run, h *Happened) bool {
	g := w.Goal
	return g != nil && g.On == h.Type && (g.Within == 0 || h.At.Sub(run.EnteredAt) <= g.Within) && d.meets(g.If, run, h)
}

// exitsOn lists the exits of a run that an event opens.
func (d *deciding) exitsOn(w *workflow, run *Run, h *Happened) []Exit {
	var exits []Exit
	for _, e := range w.Exits {
		if e.On == h.Type && d.meets(e.If, run, h) {
			exits = append(exits, e)
		}
	}
	return exits
}

// wakeBy wakes a run that waits for an event.
func (d *deciding) wakeBy(w *workflow, id uint64, h Happened) {
	run := d.run(id)
	s, ok := w.step(run.Step)
	if !ok || s.Kind != WaitForStep || !h.concernsRun(run) {
		return
	}
	if way := d.wayOn(s, run, &h); way != nil {
		d.forgetTimeout(id, run.Step)
		d.wake(run, way, &h, "happened: "+h.Type)
	}
}

// scheduleEntries puts the workflows that an event starts on the calendar, behind the settle window
// and the workflow's own delay.
func (d *deciding) scheduleEntries(h Happened) {
	for _, w := range d.p.order {
		if slices.Contains(w.Enter.On, h.Type) {
			d.scheduleEntry(w, &h, d.now.Add(d.p.Settle))
		}
	}
}

// enterDue starts a workflow for an event that has settled. What it goes by is the end of the product's
// time where it waited for that, not the purchase.
func (d *deciding) enterDue(i Item) {
	w, by := d.p.workflows[i.Workflow], *i.Fact
	if w.Enter.Reorder {
		by.At = i.At
	}
	d.enter(w, by, "event "+by.Type, false)
}

// raise is an event that Parley makes itself; it needs no settling, and a person's own text that
// caused it is answered without delay.
func (d *deciding) raise(h Happened) {
	d.happened(h)
	d.starts(h)
}

// happened serves an event that Parley makes itself. Like a shop's, an old one starts nothing.
func (d *deciding) happened(h Happened) {
	d.history(h)
	d.serve(h, d.recent(h))
}

// starts lets such an event start workflows.
func (d *deciding) starts(h Happened) {
	if !d.recent(h) {
		d.note("event:"+h.Type, "history: starts nothing")
		return
	}
	for _, w := range d.p.order {
		if !slices.Contains(w.Enter.On, h.Type) {
			continue
		}
		if w.Enter.Delay > 0 || w.Enter.Reorder {
			d.scheduleEntry(w, &h, d.now)
			continue
		}
		d.enter(w, h, h.Type, d.answering())
	}
}

// recent tells whether an event is new enough to start something.
func (d *deciding) recent(h Happened) bool { return d.now.Sub(h.At) <= d.p.LateAfter }
