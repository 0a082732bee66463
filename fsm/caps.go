package fsm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// guardCaps counts what was really released: unasked texts of workflows in sliding windows, and the
// least gap between two. The window that is longest full decides.
func (d *deciding) guardCaps(a asked) verdict {
	if f, full := d.full(a); full {
		return f.verdict("", a)
	}
	return verdict{}
}

// Limits are the program's caps, and its gap as the cap that it is.
func (p *Program) Limits() []Cap {
	if p.Gap <= 0 {
		return p.Caps
	}
	return append(p.Caps[:len(p.Caps):len(p.Caps)], p.gap())
}

func (p *Program) gap() Cap { return Cap{Max: 1, Per: p.Gap} }

// Covers tells whether a cap counts a class; without classes it counts marketing.
func (c Cap) Covers(class Class) bool {
	if len(c.Classes) == 0 {
		return class.Purpose() == ForMarketing
	}
	return slices.Contains(c.Classes, class)
}

// String writes a cap as its author does: "3 per 24h (promo)", "3 per 24h with email_sent".
func (c Cap) String() string {
	s := fmt.Sprintf("%d per %s", c.Max, Span(c.Per))
	if len(c.Classes) > 0 {
		var names []string
		for _, class := range c.Classes {
			names = append(names, string(class))
		}
		s += " (" + strings.Join(names, ", ") + ")"
	}
	if len(c.Also) > 0 {
		s += " with " + strings.Join(c.Also, ", ")
	}
	return s
}

// limit is a cap as it binds the texts of one workflow.
type limit struct {
	Cap
	of    string // the workflow or topic that it counts, unless it counts all
	name  string // as its author wrote it: "3 per 24h (promo)", "gap 2h"
	place string // whose law it is: "US-FL"; empty: the shop's own
}

// limits are the program's caps as they bind a workflow, and the workflow's own.
func (p *Program) limits(w *Workflow) []limit {
	var list []limit
	for _, c := range p.Caps {
		list = append(list, p.limit(c, w))
	}
	if p.Gap > 0 {
		list = append(list, limit{Cap: p.gap(), name: "gap " + Span(p.Gap)})
	}
	for _, c := range w.Caps {
		c.By, c.Classes = ByWorkflow, nil
		l := limit{Cap: c, of: w.Name, name: c.String() + " of " + w.Name}
		l.Classes = Classes() // whatever class it had when a text went out
		list = append(list, l)
	}
	return list
}

// limits are the caps that bind a workflow's texts to a person: the shop's, and those of the law of every
// place that the number may belong to.
func (d *deciding) limits(w *workflow) []limit {
	list := w.limits[:len(w.limits):len(w.limits)]
	for _, c := range d.p.lawCaps(&d.rec, d.now) {
		l := d.p.limit(c.Cap, &w.Workflow)
		l.place = c.Place
		list = append(list, l)
	}
	return list
}

// limit is a cap as it binds a workflow.
func (p *Program) limit(c Cap, w *Workflow) limit {
	l := limit{Cap: c, name: c.String()}
	switch {
	case c.By == ByWorkflow:
		l.of = w.Name
		l.name += ", workflow " + w.Name
	case c.By == ByTopic && w.Topic == "":
		l.name += ", no topic"
	case c.By == ByTopic:
		l.of = w.Topic
		l.name += ", topic " + w.Topic
	}
	return l
}

// counts tells whether a cap counts a text that went out, or what another channel sent. A text of which nobody
// knows the workflow, or whose workflow is gone, may have been of any.
func (l *limit) counts(p *Program, r Release) bool {
	if r.Event != "" {
		return slices.Contains(l.Also, r.Event)
	}
	if !l.Covers(r.Class) {
		return false
	}
	w := p.workflows[r.workflow()]
	switch {
	case r.Name == "":
		return true
	case l.By == ByWorkflow:
		return r.workflow() == l.of
	case l.By == ByTopic:
		return w == nil || w.Topic == l.of
	}
	return true
}

// window is a cap with the texts that fill it.
type window struct {
	limit
	texts []Release // the newest that it counts, as many as it allows, the oldest first
	free  Moment    // when it lets another text go
}

// windowAt counts the texts of a cap at some time.
func (p *Program) windowAt(l limit, released []Release, at Moment) window {
	f := window{limit: l, free: at}
	for _, r := range released {
		if l.counts(p, r) && at.Sub(r.At) < l.Per {
			f.texts = append(f.texts, r)
		}
	}
	slices.SortStableFunc(f.texts, func(a, b Release) int { return cmp.Compare(a.At, b.At) })
	if len(f.texts) >= l.Max {
		f.texts = f.texts[len(f.texts)-l.Max:]
		f.free = f.texts[0].At.Add(l.Per)
	}
	return f
}

// full finds the window that keeps a text back: one that drops it before those that hold it, and of
// these the one that is free last.
func (d *deciding) full(a asked) (window, bool) {
	var worst window
	for _, l := range d.limits(a.wf) {
		if !l.Covers(a.wf.Class) {
			continue
		}
		f := d.p.windowAt(l, d.rec.Released, d.now)
		f.Over = cmp.Or(a.step.Capped, f.Over, ToHold)
		drops, dropped := f.Over == ToDrop, worst.Over == ToDrop
		if f.free > d.now && (drops && !dropped || drops == dropped && f.free > worst.free) {
			worst = f
		}
	}
	return worst, worst.free > 0
}

// verdict holds a text, or drops it, over a full window; the reason may begin with more.
func (f *window) verdict(why string, a asked) verdict {
	why += f.words() + ", filled by " + texts(f.texts)
	v := wait(f.free, why)
	if f.Over == ToDrop || a.SendBy > 0 && f.free > a.SendBy {
		why += ", free at " + f.free.String()
		v.why = why
	}
	if f.Over == ToDrop {
		v = dropped(why)
	}
	v.Name, v.Place = f.name, f.place
	for _, r := range f.texts {
		if r.Event != "" {
			v.Events = append(v.Events, r.Event)
		} else {
			v.Texts = append(v.Texts, r.Seq)
		}
	}
	return v
}

// words name a cap as its author wrote it: "cap 3 per 24h (promo)", "gap 2h", "US-FL 3 per 24h, topic sale".
func (l *limit) words() string {
	switch {
	case l.place != "":
		return l.place + " " + l.name
	case strings.HasPrefix(l.name, "gap"):
		return l.name
	}
	return "cap " + l.name
}

// texts names texts that went out, each kind once, and how many other channels sent: "news.tell (#3, #5),
// cart.remind (#9), 1 email_sent".
func texts(list []Release) string {
	var names, others []string
	numbers := map[string][]string{}
	for _, r := range list {
		if r.Event != "" {
			others = append(others, r.Event)
			continue
		}
		name := cmp.Or(r.Name, "a text")
		if numbers[name] == nil {
			names = append(names, name)
		}
		numbers[name] = append(numbers[name], fmt.Sprintf("#%d", r.Seq))
	}
	for i, name := range names {
		names[i] = name + " (" + strings.Join(numbers[name], ", ") + ")"
	}
	return strings.Join(append(names, HowMany(others)...), ", ")
}
