package picture

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Graph is a picture without its looks. The same table always gives the same graph.
type Graph struct {
	Title string
	Nodes []Node
	Edges []Edge
}

// Node is a state, or several that differ in ground alone; or a step of a workflow.
type Node struct {
	Grounds    []string
	Kind       string // of a step, in place of grounds: "send"
	Foreground string // "welcome.interest", "agent" or empty; or the step's name
	Notes      []Note // events that lead back to it, or what the step says
	Mark       Mark
}

// Note is a line written into a node.
type Note struct {
	Text string
	Mark Mark
}

// Edge is everything that leads to a node from one other node, or from several from which the same
// does.
type Edge struct {
	From   []int // indexes of Nodes
	To     int
	Events []string
	Mark   Mark
}

// Base draws consent and agents: what holds without any workflow.
func Base(rows []fsm.Transition) Graph {
	return draw("base machine", rows, func(r fsm.Transition) bool {
		return !strings.Contains(r.Event, ":") && base(r.From) && base(r.To)
	})
}

func base(s fsm.State) bool { return s.Foreground() == "" || s.Foreground() == fsm.Agent }

// Whole draws everything that may happen to a subscriber, all workflows together.
func Whole(rows []fsm.Transition) Graph {
	return draw("machine", rows, func(fsm.Transition) bool { return true })
}

// Workflow draws what one workflow adds; false if the table has no such workflow.
func Workflow(rows []fsm.Transition, name string) (Graph, bool) {
	g := draw("workflow "+name, rows, func(r fsm.Transition) bool {
		_, of, _ := strings.Cut(r.Event, ":")
		return of == name || strings.HasPrefix(of, name+".") || strings.HasPrefix(r.From.Foreground(), name+".")
	})
	return g, slices.Contains(Workflows(rows), name)
}

// Workflows lists the workflows of a table in their order.
func Workflows(rows []fsm.Transition) []string {
	var names []string
	for _, r := range rows {
		if name, ok := strings.CutPrefix(r.Event, "enter:"); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// draw makes a graph of the rows that belong to a picture.
func draw(title string, rows []fsm.Transition, belongs func(fsm.Transition) bool) Graph {
	all := map[fsm.Transition]bool{}
	for _, r := range rows {
		all[r] = true
	}
	var shown []fsm.Transition
	for _, r := range rows {
		bare := fsm.Transition{Event: r.Event, From: fsm.State(r.From.Ground()), To: fsm.State(r.To.Ground())}
		repeats := r.From.Foreground() != "" && r.From.Foreground() == r.To.Foreground() && all[bare]
		if belongs(r) && (!repeats || strings.Contains(r.Event, ":")) {
			shown = append(shown, r)
		}
	}
	g := Graph{Title: title}
	at := g.fold(shown)
	for _, r := range shown {
		g.connect(at[r.From], at[r.To], r.Event, Same)
	}
	g.merge()
	return g
}

// fold makes the nodes and tells each state's.
func (g *Graph) fold(rows []fsm.Transition) map[fsm.State]int {
	does := map[fsm.State]string{} // what happens in a state, its own ground left out
	var states []fsm.State
	for _, r := range rows {
		for _, s := range []fsm.State{r.From, r.To} {
			if _, known := does[s]; !known {
				does[s] = ""
				states = append(states, s)
			}
		}
		to := string(r.To)
		if r.To.Ground() == r.From.Ground() {
			to = "+" + r.To.Foreground()
		}
		does[r.From] += r.Event + " " + to + "\n"
	}
	slices.SortStableFunc(states, func(a, b fsm.State) int { return rank(a) - rank(b) })
	at, folded := map[fsm.State]int{}, map[[2]string]int{}
	for _, s := range states {
		same := [2]string{s.Foreground(), does[s]}
		i, ok := folded[same]
		if !ok || same == [2]string{} {
			i = len(g.Nodes)
			g.Nodes = append(g.Nodes, Node{Foreground: s.Foreground()})
			folded[same] = i
		}
		g.Nodes[i].Grounds = append(g.Nodes[i].Grounds, s.Ground())
		at[s] = i
	}
	return at
}

// rank orders states: grounds first, agents last.
func rank(s fsm.State) int {
	switch s.Foreground() {
	case "":
		return slices.Index(fsm.Grounds(), s.Ground())
	case fsm.Agent:
		return 1000
	}
	return 100
}

// connect adds an event to the node or edge that it belongs to, once.
func (g *Graph) connect(from, to int, event string, mark Mark) {
	if from == to {
		if n := &g.Nodes[from]; !slices.Contains(n.Notes, Note{event, mark}) {
			n.Notes = append(n.Notes, Note{event, mark})
		}
		return
	}
	i := slices.IndexFunc(g.Edges, func(e Edge) bool { return e.From[0] == from && e.To == to && e.Mark == mark })
	if i < 0 {
		i = len(g.Edges)
		g.Edges = append(g.Edges, Edge{From: []int{from}, To: to, Mark: mark})
	}
	if e := &g.Edges[i]; !slices.Contains(e.Events, event) {
		e.Events = append(e.Events, event)
	}
}

// merge makes one edge of those that lead to the same node by the same events.
func (g *Graph) merge() {
	slices.SortFunc(g.Edges, func(a, b Edge) int { return cmp.Or(a.From[0]-b.From[0], a.To-b.To) })
	var merged []Edge
	for _, e := range g.Edges {
		i := slices.IndexFunc(merged, func(m Edge) bool { return m.To == e.To && m.Mark == e.Mark && slices.Equal(m.Events, e.Events) })
		if i < 0 {
			merged = append(merged, e)
			continue
		}
		merged[i].From = append(merged[i].From, e.From...)
	}
	g.Edges = merged
}
