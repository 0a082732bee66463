package proof

import (
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Worst is the most unasked texts that one person can get within any span of a length.
type Worst struct {
	Before int      `json:"before_caps"`         // of the workflows that their own limits bound
	After  int      `json:"after_caps"`          // of all, once caps and gap have held texts back
	Open   []string `json:"by_caps_alone"`       // workflows that nothing but caps bounds
	Shares []Share  `json:"workflows"`           // in the order of the program
	Free   bool     `json:"unbounded,omitempty"` // not even caps bound it
}

// Share is what one workflow has of it.
type Share struct {
	Workflow string `json:"workflow"`
	Before   int    `json:"before_caps"` // 0 where only caps bound it
	After    int    `json:"after_caps"`  // were it alone
	Open     bool   `json:"by_caps_alone,omitempty"`
}

// worst sums up all workflows over a span.
func (c *crowd) worst(span time.Duration) Worst {
	w := Worst{Open: []string{}}
	byClass := map[fsm.Class]int{}
	for i, g := range c.graphs {
		n := c.most(i, span)
		byClass[g.w.Class] = plus(byClass[g.w.Class], n)
		s := Share{Workflow: g.w.Name, Before: n, After: min(n, c.capped(span, g.w.Class))}
		if s.Open = n == endless; s.Open {
			s.Before = 0
			w.Open = append(w.Open, g.w.Name)
		}
		w.Before += s.Before
		w.Shares = append(w.Shares, s)
	}
	w.After = c.held(span, byClass)
	w.Free = w.After == endless
	return w
}

// most is the most unasked texts of one workflow within a span, however its runs begin.
func (c *crowd) most(workflow int, span time.Duration) int {
	n := 0
	for _, asked := range []bool{false, true} {
		b := beginning{workflow, asked}
		if _, ever := c.starters[b]; ever {
			n = plus(n, c.mostOf(b, span))
		}
	}
	return n
}

// mostOf is the most unasked texts of runs that begin in one way: all that have a text to send within
// the span, times the most that one can send; or each text alone, times the runs that can send it.
func (c *crowd) mostOf(b beginning, span time.Duration) int {
	g := c.graphs[b.workflow]
	each := g.mostTexts(b.root(), span)
	if each == 0 {
		return 0
	}
	least, most := g.soonest(edge{to: b.root()}), g.latest(b.root())
	first, last, apart := forever, time.Duration(0), 0
	for n := range least {
		if g.texts(node(n)) == 0 || least[n] == never {
			continue
		}
		gone := later(most[n], g.stay[n])
		first, last = min(first, least[n]), max(last, gone)
		apart = plus(apart, times(g.texts(node(n)), c.entries(b, later(span, gone-least[n]))))
	}
	runs := min(c.entries(b, later(span, last-first)), plus(c.carried(b), c.entries(b, span)))
	return min(times(each, runs), apart)
}
