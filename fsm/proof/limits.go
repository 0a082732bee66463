package proof

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// entryLimits warns of workflows that only caps bound, and refuses those that nothing does.
func (f *finder) entryLimits(r Report) {
	counted := 0
	for i := range f.p.Workflows {
		w := &f.p.Workflows[i]
		counted += w.Enter.Limit
		if !r.Week.Shares[i].Open || f.spins(i) {
			continue
		}
		where := place(w, nil) + ".enter"
		if n := r.Day.Shares[i].After; n == endless {
			f.refuse(where, "a person could get any number of texts of %s, for nothing limits how often it %s and no cap covers the class %s; "+
				"give it a limit, such as limit: 1 per 7d, or the class a cap, such as { limit: 4 per 24h, classes: [%s] }", w.Name, f.repeats(i), w.Class, w.Class)
		} else {
			f.warn(where, "only caps keep a person from any number of texts of %s: up to %s in 24 h; nothing limits how often it %s; "+
				"give it a limit, such as limit: 1 per 7d", w.Name, texts(n), f.repeats(i))
		}
	}
	if counted > fsm.MaxEntries {
		f.notice("workflows", "all entry limits together count up to %d entries of a person, and %d are remembered: who enters that often "+
			"can come into a workflow again before its limit says so; lower some limits", counted, fsm.MaxEntries)
	}
}

// repeats says what nothing limits.
func (f *finder) repeats(workflow int) string {
	if f.p.Workflows[workflow].Enter.Limit > 0 {
		return "goes round in a loop"
	}
	return "is entered"
}

// loops refuses what goes round without any time passing.
func (f *finder) loops() {
	for i, g := range f.crowd.graphs {
		for n := range g.w.Steps {
			if !g.atOnce(at(n, false)) {
				continue
			}
			s := &g.w.Steps[n]
			message := "comes round to itself with no time between, so the run is ended and sends nothing more"
			if f.spins(i) {
				message = "comes round to itself with no time between: a person would get its texts over and over"
			}
			f.refuse(place(g.w, s), "%s; put a wait into the loop, or lead out of it", message)
			break // the other steps of the loop would say the same
		}
	}
}

// spins tells whether a workflow has a text on a loop that takes no time at all.
func (f *finder) spins(workflow int) bool {
	g := f.crowd.graphs[workflow]
	for n := range g.over {
		if g.texts(node(n)) > 0 && g.atOnce(node(n)) {
			return true
		}
	}
	return false
}

// atOnce tells whether a way leads from a node back to it on which nothing ever waits.
func (g *graph) atOnce(from node) bool {
	seen := make([]bool, len(g.over))
	queue := []node{from}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, ways := range [][]edge{g.sent[n], g.over[n]} {
			for _, e := range ways {
				if e.max == 0 && e.to == from {
					return true
				}
				if e.max == 0 && !seen[e.to] {
					seen[e.to] = true
					queue = append(queue, e.to)
				}
			}
		}
	}
	return false
}

// texts writes a number of texts.
func texts(n int) string {
	if n == 1 {
		return "1 text"
	}
	return fmt.Sprintf("%d texts", n)
}
