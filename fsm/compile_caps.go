package fsm

import (
	"fmt"
	"slices"

	"github.com/parley-sms/parley/fsm/spelling"
)

// caps refuses caps that cannot be counted, or that a record's memory of releases could not keep.
func (c *compiler) caps() {
	p := c.p
	for i, limit := range p.Caps {
		c.cap(fmt.Sprintf("caps[%d]", i), limit)
	}
	if p.Gap < 0 {
		c.fail("gap", "is %s; write a span like 2h, or leave it out", p.Gap)
	}
	kept := p.kept()
	for i := range p.Workflows {
		w := &p.Workflows[i]
		where := "workflows." + w.Name
		for k, limit := range w.Caps {
			c.cap(fmt.Sprintf("%s.cap[%d]", where, k), limit)
			if !p.dominated(Cap{Per: limit.Per, Classes: []Class{w.Class}, By: ByWorkflow}, -1) {
				kept += max(limit.Max, 0)
			}
		}
		c.topic(where, w)
	}
	if kept > MaxReleased {
		c.fail("caps", "all caps together, and the gap, count up to %d texts of a person, who is remembered with %d; lower the numbers, "+
			"or add a cap of at most %d over all classes and the longest of the spans", kept, MaxReleased, MaxReleased)
	}
}

// cap checks one cap.
func (c *compiler) cap(where string, limit Cap) {
	if limit.Max <= 0 || limit.Per <= 0 {
		c.fail(where, "a cap of %d per %s; both must be greater than zero", limit.Max, limit.Per)
	}
	if limit.Max > MaxReleased {
		c.fail(where, "counts %d texts; a person is remembered with %d, so write at most that", limit.Max, MaxReleased)
	}
	c.atMost(where, limit.Per, LongestWait)
	for _, class := range limit.Classes {
		c.knownClass(where, class)
	}
	c.oneOf(where+".by", string(limit.By), string(ByAll), string(ByWorkflow), string(ByTopic))
	c.fate(where+".over", limit.Over)
	for i, kind := range limit.Also {
		c.channel(fmt.Sprintf("%s.also[%d]", where, i), kind, limit)
	}
}

// channel checks an event by which a shop tells what another channel sent.
func (c *compiler) channel(where, kind string, limit Cap) {
	switch {
	case Raised(kind):
		c.fail(where, "%s is raised by Parley itself; name the event by which your shop tells what another channel sent", kind)
	case c.p.Events[kind].Watchers:
		c.fail(where, "%s is posted without a phone, so nobody knows to whom something was sent", kind)
	case limit.By == ByWorkflow || limit.By == ByTopic:
		c.fail(where, "what other channels sent is of no workflow or topic; write a cap of its own, without by, that counts it")
	default:
		c.needEvent(where, kind)
	}
}

func (c *compiler) fate(where string, f Fate) {
	c.oneOf(where, string(f), string(ToHold), string(ToDrop))
}

// oneOf refuses what is none of some words; nothing is well.
func (c *compiler) oneOf(where, word string, words ...string) {
	if word != "" && !slices.Contains(words, word) {
		c.fail(where, "is %q; %s", word, spelling.Remedy(word, words))
	}
}

// topic checks a workflow's topic, and warns of one that may be another's, spelt wrong.
func (c *compiler) topic(where string, w *Workflow) {
	if w.Topic == "" {
		return
	}
	c.name(where+".topic", w.Topic)
	var others []string
	for i := range c.p.Workflows {
		o := &c.p.Workflows[i]
		if o.Name != w.Name && o.Topic == w.Topic {
			return
		}
		others = append(others, o.Topic)
	}
	others = slices.DeleteFunc(others, func(topic string) bool { return topic == w.Topic || topic == "" })
	if near := spelling.Nearest(w.Topic, others); near != "" {
		c.warn(where+".topic", "%q is a topic of this workflow alone, so its texts are counted apart from those of %q; did you mean that one?", w.Topic, near)
	}
}

// kept is how many texts of a person the program's caps need to remember, and its gap.
func (p *Program) kept() int {
	n := 0
	for i, limit := range p.Limits() {
		if !p.dominated(limit, i) {
			n += max(limit.Max, 0) * p.groups(limit)
		}
	}
	return n + p.keptByLaw()
}

// keptByLaw is how many more the law of the strictest place needs, to which a person may belong.
func (p *Program) keptByLaw() int {
	most := 0
	for _, r := range p.Law {
		n := 0
		for _, c := range r.Caps {
			if limit := capOf(&r, c); !p.dominated(limit, -1) {
				n += limit.Max * p.groups(limit)
			}
		}
		most = max(most, n)
	}
	return most
}

// groups is how many windows a cap has: one, or one for each workflow or topic.
func (p *Program) groups(limit Cap) int {
	of := map[string]bool{}
	for i := range p.Workflows {
		w := &p.Workflows[i]
		switch {
		case !limit.Covers(w.Class):
		case limit.By == ByWorkflow:
			of[w.Name] = true
		case limit.By == ByTopic:
			of[w.Topic] = true
		}
	}
	return max(len(of), 1)
}

// dominated tells whether another cap remembers all that a cap counts: one over all workflows together, and
// over at least its classes and its span. Of two over the same the lower one does, or else the first.
func (p *Program) dominated(limit Cap, at int) bool {
	for i, other := range p.Limits() {
		if i == at || !other.wide() || other.Per < limit.Per || other.misses(limit) {
			continue
		}
		if same := limit.wide() && other.Per == limit.Per && !limit.misses(other); !same || other.Max < limit.Max || other.Max == limit.Max && i < at {
			return true
		}
	}
	return false
}

// wide tells whether a cap counts all workflows together.
func (c Cap) wide() bool { return c.By == "" || c.By == ByAll }

// misses tells whether a cap does not cover a class, or another channel, that another does.
func (c Cap) misses(other Cap) bool {
	if slices.ContainsFunc(other.Also, func(kind string) bool { return !slices.Contains(c.Also, kind) }) {
		return true
	}
	return slices.ContainsFunc(Classes(), func(class Class) bool { return other.Covers(class) && !c.Covers(class) })
}
