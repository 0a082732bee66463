package proof

import (
	"cmp"
	"slices"
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

	Segments int     `json:"segments"`        // of as many texts after caps, each as long as it gets; 0 where Free
	Widest   int     `json:"widest_segments"` // where variables bring characters outside the GSM alphabet
	Cost     float64 `json:"cost,omitempty"`  // of Segments, in Currency; 0 where the program names no price
	Currency string  `json:"currency,omitempty"`
}

// Share is what one workflow has of it.
type Share struct {
	Workflow string `json:"workflow"`
	Before   int    `json:"before_caps"` // 0 where only caps bound it
	After    int    `json:"after_caps"`  // were it alone
	Open     bool   `json:"by_caps_alone,omitempty"`
	Segments int    `json:"segments"` // of After
	Widest   int    `json:"widest_segments"`
}

// load is what runs of one workflow that begin in one way can send within a span.
type load struct {
	each    int // one of them, at most
	entered int // runs that begin within the span
	carried int // runs that are on their way when it begins
	texts   int // all of them, at most
}

// worst sums up all workflows over a span.
func (c *crowd) worst(span time.Duration) Worst {
	w := Worst{Open: []string{}}
	sends := map[*fsm.Workflow]int{}
	var loads []load
	for i, g := range c.graphs {
		n := 0
		for _, l := range c.loads(i, span) {
			n, loads = plus(n, l.texts), append(loads, l)
		}
		sends[g.w] = n
		s := Share{Workflow: g.w.Name, Before: n, After: min(n, c.capped(span, g.w))}
		if s.Open = n == endless; s.Open {
			s.Before = 0
			w.Open = append(w.Open, g.w.Name)
		}
		w.Before += s.Before
		w.Shares = append(w.Shares, s)
	}
	together := together(loads)
	w.After = min(c.held(span, sends), together)
	if len(w.Open) == 0 {
		w.Before = min(w.Before, together)
	}
	w.Free = w.After == endless
	return w
}

// together is the most that all can send, as no person has more than so many runs on their way at once.
func together(loads []load) int {
	slices.SortFunc(loads, func(a, b load) int { return cmp.Compare(b.each, a.each) })
	n, room := 0, fsm.MaxRuns
	for _, l := range loads {
		carried := min(l.carried, room)
		room -= carried
		n = plus(n, min(l.texts, times(l.each, plus(l.entered, carried))))
	}
	return n
}

// loads tells what one workflow sends within a span, for each way in which its runs begin.
func (c *crowd) loads(workflow int, span time.Duration) []load {
	var loads []load
	for _, asked := range []bool{false, true} {
		b := beginning{workflow, asked}
		if _, ever := c.starters[b]; ever {
			loads = append(loads, c.load(b, span))
		}
	}
	return loads
}

// load bounds the runs that begin in one way: all that have a text to send within the span, times the
// most that one can send; or each text alone, times the runs that can send it.
func (c *crowd) load(b beginning, span time.Duration) load {
	g := c.graphs[b.workflow]
	l := load{each: g.mostTexts(b.root(), span)}
	if l.each == 0 {
		return l
	}
	least, most := g.soonest(edge{to: b.root()}), g.latest(b.root())
	first, last, apart := forever, time.Duration(0), 0
	for n := range least {
		if g.texts(node(n)) == 0 || least[n] == never {
			continue
		}
		gone := later(most[n], g.stay[n])
		first, last = min(first, least[n]), max(last, gone)
		if g.loops(node(n)) { // sent more than once by a run
			apart = endless
		}
		apart = plus(apart, times(g.texts(node(n)), c.entries(b, later(span, gone-least[n]))))
	}
	l.entered, l.carried = c.entries(b, span), c.carried(b)
	runs := min(c.entries(b, later(span, last-first)), plus(l.entered, l.carried))
	l.texts = min(times(l.each, runs), apart)
	return l
}
