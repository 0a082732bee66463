package fsm

import (
	"maps"
	"slices"
)

// Purchase is the event type that counts as an order.
const Purchase = "purchase"

// fact takes an event from a shop. History, goals, exits and waits are served at once and by when
// things happened; only an entry waits until late siblings of the event could have come.
func (d *deciding) fact(e Fact) {
	d.dec.Cause = "event " + e.Type + " " + e.ID
	if d.seen("event:" + e.ID) {
		return
	}
	if e.At == 0 || e.At > d.now {
		e.At = d.now
	}
	e.Data = limited(e.Data)
	d.touched = true
	d.count("events")
	d.history(e.Happened)
	d.note("event:"+e.Type, e.ID)
	d.serve(e.Happened)
	if e.Backfill || d.now.Sub(e.At) > d.p.LateAfter {
		d.note("event:"+e.Type, "history: starts nothing")
		return
	}
	d.scheduleEntries(e.Happened)
}

// limited keeps an event's data within bounds: eight fields of short values.
func limited(data map[string]any) map[string]any {
	if len(data) == 0 {
		return nil
	}
	out := make(map[string]any, min(len(data), MaxFields))
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if len(out) == MaxFields {
			break
		}
		switch v := data[name].(type) {
		case string:
			out[cut(name, MaxAttribute)] = cut(v, MaxAttribute)
		case float64, bool:
			out[cut(name, MaxAttribute)] = v
		}
	}
	return out
}

// history keeps what happened: order totals, and the events of the last days in their order.
func (d *deciding) history(h Happened) {
	if h.Type == Purchase {
		o := &d.rec.Orders
		o.Count++
		if value, ok := h.Data["value"].(float64); ok {
			o.Total += value
		}
		if o.First == 0 || h.At < o.First {
			o.First = h.At
		}
		o.Last = max(o.Last, h.At)
	}
	at := len(d.rec.Events)
	for at > 0 && d.rec.Events[at-1].At > h.At {
		at--
	}
	d.rec.Events = slices.Insert(d.rec.Events, at, h)
}

// serve lets an event reach the runs that are under way and the entries that it cancels.
func (d *deciding) serve(h Happened) {
	d.unschedule(func(i Item) bool {
		w := d.p.workflows[i.Workflow]
		return i.Kind == ItemEnter && w != nil && h.At >= i.Fact.At && slices.Contains(w.Enter.Unless, h.Type) &&
			concerns(w, keyOf(w, i.Fact.Data), h)
	})
	for _, run := range slices.Clone(d.rec.Runs) {
		w := d.p.workflows[run.Workflow]
		if w == nil || h.At < run.EnteredAt || !concerns(w, run.Key, h) || d.run(run.ID) == nil {
			continue
		}
		d.serveRun(w, run, h)
	}
}

// serveRun lets an event end one run, or wake it.
func (d *deciding) serveRun(w *workflow, run Run, h Happened) {
	if g := w.Goal; g != nil && g.On == h.Type && (g.Within == 0 || h.At.Sub(run.EnteredAt) <= g.Within) {
		d.count("goals." + w.Name)
		d.endRun(run.ID, "goal "+h.Type)
		d.startAfter(w, h)
		return
	}
	if slices.ContainsFunc(w.Exits, func(e Exit) bool { return e.On == h.Type }) {
		d.endRun(run.ID, "exit on "+h.Type)
		d.startAfter(w, h)
		return
	}
	s, ok := w.step(run.Step)
	if ok && s.Kind == WaitForStep && slices.Contains(s.Events, h.Type) {
		d.forgetTimeout(run.ID, run.Step)
		d.run(run.ID).StepAt = d.now
		d.goTo(run.ID, "", "happened: "+h.Type)
	}
}

// startAfter starts the workflow that an exit on this event leads to.
func (d *deciding) startAfter(w *workflow, h Happened) {
	for _, e := range w.Exits {
		if e.On == h.Type && e.Start != "" {
			d.enter(d.p.workflows[e.Start], h, "after "+w.Name, false)
		}
	}
}

// scheduleEntries puts the workflows that an event starts on the calendar, behind the settle window
// and the workflow's own delay.
func (d *deciding) scheduleEntries(h Happened) {
	for _, w := range d.p.order {
		if w.Enter.On == h.Type {
			at := max(d.now.Add(d.p.Settle), h.At.Add(w.Enter.Delay))
			d.schedule(Item{At: at, Kind: ItemEnter, Workflow: w.Name, Fact: &h})
		}
	}
}

// enterDue starts a workflow for an event that has settled.
func (d *deciding) enterDue(i Item) {
	d.enter(d.p.workflows[i.Workflow], *i.Fact, "event "+i.Fact.Type, false)
}

// raise is an event that Parley makes itself; it needs no settling, and a person's own text that
// caused it is answered without delay.
func (d *deciding) raise(h Happened) {
	d.history(h)
	d.serve(h)
	for _, w := range d.p.order {
		if w.Enter.On != h.Type {
			continue
		}
		if w.Enter.Delay > 0 {
			d.schedule(Item{At: h.At.Add(w.Enter.Delay), Kind: ItemEnter, Workflow: w.Name, Fact: &h})
			continue
		}
		d.enter(w, h, h.Type, d.answers > 0)
	}
}
