package proof

import (
	"time"

	"github.com/parley-sms/parley/fsm"
)

// crowd is all workflows of a program together: who starts whom, and how often.
type crowd struct {
	p        *fsm.Program
	graphs   []*graph
	index    map[string]int
	starters map[beginning][]starter // who starts it; an empty list where events or keywords alone do
}

// beginning is a way in which runs of a workflow begin: by a text of the person, or otherwise.
type beginning struct {
	workflow int
	asked    bool
}

func (b beginning) root() node { return at(0, b.asked) }

// starter is another workflow's way to start one: how often each of its runs does, and how long after
// its own entry at the most.
type starter struct {
	by    beginning
	times int
	most  time.Duration
}

func crowdOf(p *fsm.Program) *crowd {
	c := &crowd{p: p, index: map[string]int{}, starters: map[beginning][]starter{}}
	for i := range p.Workflows {
		c.graphs = append(c.graphs, graphOf(p, &p.Workflows[i]))
		c.index[p.Workflows[i].Name] = i
	}
	for i := range p.Workflows {
		if e := &p.Workflows[i].Enter; len(e.On) > 0 || e.Date != "" || e.Every != nil || e.Once != "" {
			c.begins(beginning{i, false})
		}
	}
	for _, k := range p.Keywords {
		if i, ok := c.index[k.Start]; ok && k.Does == "start" {
			c.begins(beginning{i, true})
		}
	}
	return c
}

// begins notes a way to begin, and those that follow from it by exits and start steps.
func (c *crowd) begins(b beginning) {
	g := c.graphs[b.workflow]
	if _, known := c.starters[b]; known || len(g.over) == 0 {
		return
	}
	c.starters[b] = nil
	for _, e := range g.w.Exits {
		c.starts(e.Start, false, starter{b, 1, forever})
	}
	most := g.latest(b.root())
	for n := range most {
		s, times := &g.w.Steps[node(n).step()], 1
		if s.Kind != fsm.StartStep || most[n] == never {
			continue
		}
		if g.loops(node(n)) {
			times = endless
		}
		c.starts(s.Start, node(n).asked(), starter{b, times, most[n]})
	}
}

func (c *crowd) starts(workflow string, asked bool, by starter) {
	i, ok := c.index[workflow]
	if !ok {
		return
	}
	b := beginning{i, asked}
	c.begins(b)
	c.starters[b] = append(c.starters[b], by)
}

// entries is how many runs can begin in a way within a span of time: what its triggers and other
// workflows bring, but no more than the workflow's limit admits.
func (c *crowd) entries(b beginning, span time.Duration) int { return c.entriesBelow(b, span, 0) }

// deepest is how far a row of workflows that start one another without a limit is followed; what lies
// deeper, or goes round, counts as endless.
const deepest = 4

func (c *crowd) entriesBelow(b beginning, span time.Duration, depth int) int {
	e := &c.graphs[b.workflow].w.Enter
	admitted := endless
	if e.Limit > 0 && e.Per > 0 {
		admitted = times(e.Limit, spans(span, e.Per))
	}
	n := c.triggered(b, span)
	for _, s := range c.starters[b] {
		switch {
		case n >= admitted:
			return admitted
		case depth == deepest:
			n = endless
		default:
			n = plus(n, times(s.times, c.live(s, span, depth+1)))
		}
	}
	return min(n, admitted)
}

// live is how many runs of a starter can come to start something within a span.
func (c *crowd) live(s starter, span time.Duration, depth int) int {
	carried := plus(c.carried(s.by), c.entriesBelow(s.by, span, depth))
	if s.most == forever {
		return carried
	}
	return min(carried, c.entriesBelow(s.by, later(span, s.most), depth))
}

// carried is how many live runs a span can find already there: one, or where each key or each time of a
// schedule has its own as many as a person can have.
func (c *crowd) carried(b beginning) int {
	if e := &c.graphs[b.workflow].w.Enter; e.Key == "" && e.Every == nil {
		return 1
	}
	return fsm.MaxRuns
}

// triggered is how often triggers and keywords can bring somebody in within a span. Events and texts
// come as often as they like; a yearly date comes once a year, any other on a day of its own.
func (c *crowd) triggered(b beginning, span time.Duration) int {
	e := &c.graphs[b.workflow].w.Enter
	switch {
	case b.asked:
		return c.byKeyword(b)
	case len(e.On) > 0:
		return endless
	case e.Once != "":
		return 1
	case e.Every != nil:
		return scheduled(e.Every, span)
	case e.Date != "" && e.Yearly:
		return spans(span, 365*day)
	case e.Date != "":
		return spans(span, day)
	}
	return 0
}

// byKeyword is endless where a keyword starts the workflow.
func (c *crowd) byKeyword(b beginning) int {
	for _, k := range c.p.Keywords {
		if k.Does == "start" && k.Start == c.graphs[b.workflow].w.Name {
			return endless
		}
	}
	return 0
}

// scheduled is the most times at which a schedule can come within a span.
func scheduled(e *fsm.Every, span time.Duration) int {
	days := spans(span, day)
	if e.MonthDay > 0 {
		return spans(span, 28*day)
	}
	most := 0
	for first := range 7 {
		n := 0
		for d := range min(days%7, 7) {
			if e.Days[(first+d)%7] {
				n++
			}
		}
		most = max(most, n)
	}
	weekly := 0
	for _, on := range e.Days {
		if on {
			weekly++
		}
	}
	return plus(most, times(weekly, days/7))
}

// spans is into how many spans of a length another is cut, the last of which may be short.
func spans(span, length time.Duration) int {
	if span >= forever {
		return endless
	}
	return int(min((span+length-1)/length, endless))
}
