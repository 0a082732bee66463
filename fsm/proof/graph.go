package proof

import (
	"math"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// forever is longer than any time of a program.
const forever = time.Duration(math.MaxInt64 / 4)

const (
	day  = 24 * time.Hour
	week = 7 * day
	leap = time.Hour // that a clock may leap on the way to a time of day
)

// node is a step and how it was come to: asked means by a text of the person, and nothing but hops
// since, so that its text is an answer and no unasked text.
type node int

func at(step int, asked bool) node {
	if asked {
		return node(2*step + 1)
	}
	return node(2 * step)
}

func (n node) step() int   { return int(n) / 2 }
func (n node) asked() bool { return n%2 == 1 }

// edge is a way from a step to another, with the least and most time that it takes.
type edge struct {
	to       node
	min, max time.Duration
}

// graph is a workflow as the ways between its steps.
type graph struct {
	w     *fsm.Workflow
	index map[string]int
	sent  [][]edge        // out of each node once its text has gone out, from its release
	over  [][]edge        // out of each node where it has no text, or its text is passed over or dropped
	stay  []time.Duration // how long each node's text may wait to go out

	around []time.Duration   // the least time from each node back to it, or never
	gaps   [][]time.Duration // the least time from each node's text to each other text, or never
}

// graphOf lays a workflow out.
func graphOf(p *fsm.Program, w *fsm.Workflow) *graph {
	g := &graph{w: w, index: map[string]int{}}
	for i := range w.Steps {
		g.index[w.Steps[i].Name] = i
	}
	for i := range w.Steps {
		for _, asked := range []bool{false, true} {
			sent, over, stay := g.ways(p, i, asked)
			g.sent, g.over, g.stay = append(g.sent, sent), append(g.over, over), append(g.stay, stay)
		}
	}
	for n := range g.over {
		g.around = append(g.around, g.soonest(append(g.sent[n][:len(g.sent[n]):len(g.sent[n])], g.over[n]...)...)[n])
		g.gaps = append(g.gaps, g.toTexts(node(n)))
	}
	return g
}

// toTexts gives the least time from a node's text to every other that counts; none for a node without.
func (g *graph) toTexts(n node) []time.Duration {
	if g.texts(n) == 0 {
		return nil
	}
	gaps := g.soonest(g.sent[n]...)
	for m := range gaps {
		if g.texts(node(m)) == 0 {
			gaps[m] = never
		}
	}
	return gaps
}

// next adds the way to a named step, or where there is no name to the next in order; none at the end.
func (g *graph) next(list []edge, i int, name string, asked bool, least, most time.Duration) []edge {
	to := i + 1
	if name == "" {
		name = g.w.Steps[i].Next
	}
	if name == fsm.End {
		return list
	}
	if name != "" {
		var known bool
		if to, known = g.index[name]; !known {
			return list
		}
	}
	if to >= len(g.w.Steps) {
		return list
	}
	return append(list, edge{at(to, asked), least, most})
}

// ways lists the ways out of a step: after its text has gone out, and without one.
func (g *graph) ways(p *fsm.Program, i int, asked bool) (sent, over []edge, stay time.Duration) {
	s := &g.w.Steps[i]
	switch s.Kind {
	case fsm.SendStep:
		stay = sendBy(p, g.w, s)
		return g.next(nil, i, "", false, 0, 0), g.next(nil, i, "", false, 0, stay), stay
	case fsm.AskStep:
		stay = sendBy(p, g.w, s)
		return g.afterAsking(p, i), g.withoutAsking(i, stay), stay
	case fsm.WaitStep:
		over = g.waits(i)
	case fsm.WaitForStep:
		for _, e := range s.Events {
			over = g.next(over, i, e.Then, false, 0, s.Timeout)
		}
		over = g.next(over, i, s.OnTimeout, false, s.Timeout, s.Timeout)
	case fsm.CallStep:
		over = g.next(over, i, "", false, 0, s.Timeout)
		over = g.next(over, i, s.OnTimeout, false, s.Timeout, s.Timeout)
	case fsm.BranchStep:
		for _, c := range s.Cases {
			over = g.next(over, i, c.Then, asked, 0, 0)
		}
		over = g.next(over, i, "", asked, 0, 0)
	case fsm.ExitStep:
	default:
		over = g.next(over, i, "", asked, 0, 0)
	}
	return over, over, 0
}

// afterAsking lists the ways out of a question that was put: an answer at any time, or its timeout,
// which comes early where another question takes its place, but not while it is fresh.
func (g *graph) afterAsking(p *fsm.Program, i int) []edge {
	s := &g.w.Steps[i]
	var list []edge
	for _, a := range s.Answers {
		list = g.next(list, i, a.Next, true, 0, s.Timeout)
	}
	if s.Free {
		list = g.next(list, i, "", true, 0, s.Timeout)
	}
	return g.next(list, i, s.OnTimeout, false, min(s.Timeout, p.Fresh), s.Timeout)
}

// withoutAsking lists the ways past a question that was not put.
func (g *graph) withoutAsking(i int, stay time.Duration) []edge {
	s := &g.w.Steps[i]
	list := g.next(nil, i, s.OnTimeout, false, 0, stay)
	if s.If != "" || s.Offer != "" {
		list = g.next(list, i, "", false, 0, stay)
	}
	return list
}

// waits lists the ways out of a wait. One until a time of day may be over at once; one until a date
// takes any time.
func (g *graph) waits(i int) []edge {
	w := &g.w.Steps[i].Wait
	least, most := max(w.For, 0), max(w.For, 0)
	var list []edge
	switch {
	case w.Of != "" || w.Date != "":
		least, most = 0, forever
		list = g.next(list, i, w.Passed, false, 0, 0)
	case w.Days != [7]bool{}:
		most += week + leap
	case w.Best.Days != [7]bool{} && w.Best.Days != [7]bool{true, true, true, true, true, true, true}:
		most += week + leap
	case w.Clock != 0 || w.Timed():
		most += day + leap
	}
	return g.next(list, i, "", false, least, most)
}

// texts counts the unasked texts of a node: none where a text of the person brought it about; a
// question is put again as often as its retry says.
func (g *graph) texts(n node) int {
	s := &g.w.Steps[n.step()]
	switch {
	case n.asked():
		return 0
	case s.Kind == fsm.SendStep:
		return 1
	case s.Kind == fsm.AskStep:
		return 1 + s.Retries
	}
	return 0
}

// sendBy is how long a step's text may wait to go out.
func sendBy(p *fsm.Program, w *fsm.Workflow, s *fsm.Step) time.Duration {
	switch {
	case s.SendBy > 0:
		return s.SendBy
	case p.SendBy[w.Class] > 0:
		return p.SendBy[w.Class]
	}
	return fsm.SendBy
}
