package fsm

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// guardArbiter settles which of a person's texts goes where caps and gap do not let all go: class, then
// rank, then age. What wants to go at the same time stands in that order already (before); what went ahead
// displaces those behind it, and a text yields to one of a higher class that is coming.
func (d *deciding) guardArbiter(a asked) verdict {
	if f, full := d.full(a); full {
		return d.displaced(a, f)
	}
	return d.yields(a)
}

// displaced keeps a text back whose window was filled, while it wanted to go, by one that goes before it.
func (d *deciding) displaced(a asked, f window) verdict {
	for _, r := range slices.Backward(f.texts) {
		if w := d.p.workflows[r.workflow()]; w != nil && r.At >= a.Since && w.goesBefore(a.wf) {
			return f.verdict(fmt.Sprintf("displaced by %s (#%d): ", r.Name, r.Seq), a).named(r.Name)
		}
	}
	return verdict{}
}

// goesBefore tells whether the texts of a workflow go before those of another one, or before them if they
// are older.
func (w *workflow) goesBefore(other *workflow) bool {
	return w.Name != other.Name && cmp.Or(cmp.Compare(w.Class.Weight(), other.Class.Weight()), cmp.Compare(w.Rank, other.Rank)) >= 0
}

// maxAhead bounds how many coming texts a text may yield to are looked at.
const maxAhead = 8

// yields holds a text that would keep one of a higher class from going when that is due, until it went.
func (d *deciding) yields(a asked) verdict {
	coming := d.ahead(a)
	if len(coming) == 0 {
		return verdict{}
	}
	without := slices.Clone(d.rec.Released)
	with := append(slices.Clone(without), Release{Seq: d.rec.Seq + 1, At: d.now, Class: a.wf.Class, Name: d.named(*a.Want)})
	for _, c := range coming {
		at, goes := d.goesAt(c, without)
		if !goes {
			continue
		}
		if late, would := d.goesAt(c, with); !would || late > at {
			name := c.wf.Name + "." + c.step.Name
			why := "yields to " + name
			if a.SendBy > 0 && at > a.SendBy {
				why += " at " + at.String()
			}
			return watched(at, why).named(name)
		}
		r := Release{Seq: d.rec.Seq + 2, At: at, Class: c.wf.Class, Name: c.wf.Name + "." + c.step.Name}
		without, with = append(without, r), append(with, r)
	}
	return verdict{}
}

// coming is a text that will want to go at some time, as far as can be told.
type coming struct {
	asked
	at Moment
}

// ahead lists the texts of higher classes on the calendar that a text could keep from going, the earliest
// first.
func (d *deciding) ahead(a asked) []coming {
	var list []coming
	horizon := d.now
	for _, l := range d.limits(a.wf) {
		if l.Covers(a.wf.Class) {
			horizon = max(horizon, d.now.Add(l.Per))
		}
	}
	for _, item := range d.rec.Calendar {
		if item.At >= horizon || len(list) == maxAhead {
			break
		}
		if c, ok := d.leadsTo(item); ok && c.wf.Class.Weight() > a.wf.Class.Weight() && d.certain(c.asked) {
			list = append(list, c)
		}
	}
	return list
}

// leadsTo is the text to which an item of the calendar leads at once, without a branch: one that waits for
// its time, the step behind a wait, or the first step of a workflow that is about to start.
func (d *deciding) leadsTo(item Item) (coming, bool) {
	at := max(item.At, d.now)
	switch item.Kind {
	case ItemText:
		if w := item.Want; w.Run != 0 && !w.Direct && !item.Held && item.Guard == "" {
			c := coming{d.asked(w), at}
			return c, c.step != nil
		}
	case ItemStep:
		if run := d.run(item.Run); run != nil {
			if w, s, ok := d.at(run); ok {
				return d.comes(w, cmp.Or(s.Next, w.after(s.Name)), *run, at)
			}
		}
	case ItemEnter:
		return d.enters(d.p.workflows[item.Workflow], *item.Fact, at)
	case ItemDate:
		return d.enters(d.p.workflows[item.Workflow], Happened{Type: "date", At: item.At}, at)
	}
	return coming{}, false
}

// enters is the first text of a workflow that starts by itself, if it may.
func (d *deciding) enters(w *workflow, by Happened, at Moment) (coming, bool) {
	looking := *d
	if w == nil || looking.mayEnter(w, keyOf(w, by.Data), by) != "" {
		return coming{}, false
	}
	run := Run{Workflow: w.Name, Key: keyOf(w, by.Data), Data: by.Data, EnteredAt: d.now, Since: past(by.At, d.now)}
	return d.comes(w, w.Steps[0].Name, run, at)
}

// comes is the text of a step that a run comes to at some time.
func (d *deciding) comes(w *workflow, step string, run Run, at Moment) (coming, bool) {
	s, ok := w.step(step)
	if !ok || !s.texts() {
		return coming{}, false
	}
	run.Step = step
	want := &Want{Run: run.ID, Step: step, Class: w.Class, Rank: w.Rank, Since: at, SendBy: at.Add(d.p.sendBy(w, s))}
	return coming{asked{want, &run, w, s}, at}, true
}

// certain tells whether nothing is known that would keep a coming text from going.
func (d *deciding) certain(a asked) bool {
	asks := []func(*deciding, asked) verdict{(*deciding).guardConsent, (*deciding).guardCondition, (*deciding).guardOffer,
		(*deciding).guardPause, (*deciding).guardHold, (*deciding).guardSuppress}
	return !slices.ContainsFunc(asks, func(ask func(*deciding, asked) verdict) bool { return !ask(d, a).goes() })
}

// goesAt is when quiet hours and caps let a coming text go, if these texts went out before; false where
// that is too late for it.
func (d *deciding) goesAt(c coming, released []Release) (Moment, bool) {
	at := c.at
	for range 4 { // the end of a cap may lie in quiet hours, and what is allowed then be over a cap again
		then := *d
		then.now = at
		next := max(at, then.guardQuiet(c.asked).wait)
		for _, l := range d.limits(c.wf) {
			if !l.Covers(c.wf.Class) {
				continue
			}
			f := d.p.windowAt(l, released, next)
			if f.free > next && cmp.Or(c.step.Capped, l.Over) == ToDrop {
				return 0, false
			}
			next = max(next, f.free)
		}
		if next == at {
			break
		}
		at = next
	}
	return at, at < c.SendBy
}

// sendBy is how long a step's text may wait to go out.
func (p *Program) sendBy(w *workflow, s *Step) time.Duration {
	return cmp.Or(s.SendBy, p.SendBy[w.Class], SendBy)
}
