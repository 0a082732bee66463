package fsm

import (
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/spelling"
)

// guardSuppress keeps an unasked text back while the condition of a suppression holds: one that drops it
// comes before those that hold it.
func (d *deciding) guardSuppress(a asked) verdict {
	var first verdict
	for _, s := range a.wf.suppressed {
		if !d.suppresses(s, a.wf, d.now) {
			continue
		}
		why := "suppressed by " + s.name + " (" + s.If + ")"
		if s.Then == ToDrop {
			return dropped(why).named(s.name)
		}
		if first.goes() {
			first = watched(d.suppressedUntil(s, a), why).named(s.name)
		}
	}
	return first
}

// suppression is a rule of the program that holds for a workflow.
type suppression struct {
	Suppression
	name string
}

// suppressions are the rules that hold for a workflow, by name.
func (p *Program) suppressions(w *Workflow) []suppression {
	var list []suppression
	for _, name := range sortedKeys(p.Suppress) {
		if p.Suppressed(name, w) {
			list = append(list, suppression{p.Suppress[name], name})
		}
	}
	return list
}

// Suppressed tells whether a suppression of the program holds for a workflow.
func (p *Program) Suppressed(name string, w *Workflow) bool {
	return p.Suppress[name].covers(w) && !slices.Contains(w.Ignores, name)
}

// covers tells whether a suppression is about a workflow's texts, unless that ignores it.
func (s Suppression) covers(w *Workflow) bool {
	return Cap{Classes: s.Classes}.Covers(w.Class) && (len(s.Workflows) == 0 || slices.Contains(s.Workflows, w.Name))
}

// suppresses tells whether a suppression's condition holds at some time.
func (d *deciding) suppresses(s suppression, w *workflow, at Moment) bool {
	return d.p.holds(s.If, scene{rec: &d.rec, now: at, of: w.Name})
}

// suppressedUntil is when a text is asked again that a suppression holds: at the first full hour from now
// at which time alone has ended it, or else when the text must have gone. What happens in the meantime
// wakes it sooner.
func (d *deciding) suppressedUntil(s suppression, a asked) Moment {
	const farthest = 7 * 24 // hours: then it is asked again, whatever the answer
	if c := d.p.conditions[conditionKey{source: s.If}]; c == nil || !c.moves {
		return a.SendBy
	}
	for hours := range farthest {
		at := d.now.Add(time.Duration(hours+1) * time.Hour)
		if at >= a.SendBy {
			return a.SendBy
		}
		if !d.suppresses(s, a.wf, at) {
			return at
		}
	}
	return min(a.SendBy, d.now.Add(farthest*time.Hour))
}

// recheck asks again of every text that a watching guard keeps back: where it no longer objects, the text
// asks all of them at once, and where it will no longer do so sooner, it waits less.
func (d *deciding) recheck() {
	for i := range d.rec.Calendar {
		if item := &d.rec.Calendar[i]; item.Guard != "" && item.At > d.now {
			item.At = min(item.At, d.keptUntil(item.Guard, item.Want))
		}
	}
}

// keptUntil is until when a guard keeps a text back; now where it does not.
func (d *deciding) keptUntil(name string, w *Want) Moment {
	a := d.asked(w)
	for _, g := range guards() {
		if g.name == name && a.step != nil {
			return max(d.now, g.ask(d, a).wait)
		}
	}
	return d.now
}

// suppress checks the suppressions.
func (c *compiler) suppress() {
	for _, name := range sortedKeys(c.p.Suppress) {
		where, s := "suppress."+name, c.p.Suppress[name]
		c.name(where, name)
		if strings.TrimSpace(s.If) == "" {
			c.fail(where, "has no condition, so it would never keep a text back; write one under if")
		}
		c.condition(where+".if", s.If, scope{c: c})
		c.fate(where+".then", s.Then)
		for _, class := range s.Classes {
			c.knownClass(where+".classes", class)
		}
		for i := range c.p.Workflows {
			w := &c.p.Workflows[i]
			if slices.Contains(s.Workflows, w.Name) && !s.covers(w) {
				c.fail(where+".workflows", "names %s, whose class is %s; add it to the classes", w.Name, w.Class)
			}
		}
		for _, workflow := range s.Workflows {
			if why := (scope{c: c}).unknown(workflow); why != "" {
				c.fail(where+".workflows", "%s", why)
			}
		}
	}
}

// ignores refuses what a workflow ignores that is no suppression, and warns of what does not concern it.
func (c *compiler) ignores(where string, w *Workflow) {
	for _, name := range w.Ignores {
		switch s, known := c.p.Suppress[name]; {
		case !known:
			c.fail(where+".ignores", "there is no suppression %q; %s", name, spelling.Remedy(name, sortedKeys(c.p.Suppress)))
		case !s.covers(w):
			c.warn(where+".ignores", "%s does not concern this workflow, so there is nothing to ignore; take it out", name)
		}
	}
}
