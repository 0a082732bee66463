package picture

import (
	"cmp"
	"slices"
	"strings"
)

// Compare draws two graphs as one: what both have is plain, what only the second has is marked as
// added, what only the first has as removed.
func Compare(was, is Graph) Graph {
	both := Graph{Title: cmp.Or(is.Title, was.Title)}
	at := both.union(was.Nodes, is.Nodes)
	before, after := was.ways(), is.ways()
	for _, w := range is.edges() {
		both.connect(at[w.from], at[w.to], w.event, markOf(before[w], Added))
	}
	for _, w := range was.edges() {
		if !after[w] {
			both.connect(at[w.from], at[w.to], w.event, Removed)
		}
	}
	both.merge()
	return both
}

// markOf marks what only one of two graphs has.
func markOf(inBoth bool, other Mark) Mark {
	if inBoth {
		return Same
	}
	return other
}

// key tells which nodes of two graphs are one.
func (n Node) key() string { return strings.Join(n.Grounds, " / ") + "+" + n.Foreground }

// union adds the nodes of both lists, each once: those that are gone stand behind the one that they
// stood behind. It tells where each node is.
func (g *Graph) union(was, is []Node) map[string]int {
	for _, n := range is {
		before := slices.IndexFunc(was, func(o Node) bool { return o.key() == n.key() })
		if before < 0 {
			n.Mark = Added
			g.Nodes = append(g.Nodes, n)
			continue
		}
		n.Notes = notesOf(was[before], n)
		g.Nodes = append(g.Nodes, n)
	}
	for i, n := range was {
		if slices.ContainsFunc(is, func(o Node) bool { return o.key() == n.key() }) {
			continue
		}
		behind := -1
		if i > 0 {
			behind = slices.IndexFunc(g.Nodes, func(o Node) bool { return o.key() == was[i-1].key() })
		}
		n.Mark = Removed
		g.Nodes = slices.Insert(g.Nodes, behind+1, n)
	}
	at := map[string]int{}
	for i, n := range g.Nodes {
		at[n.key()] = i
	}
	return at
}

// notesOf marks what a node says no more, and what it says anew.
func notesOf(was, is Node) []Note {
	if was.Kind != is.Kind {
		was.Notes = slices.Insert(slices.Clone(was.Notes), 0, Note{Text: was.Kind})
		is.Notes = slices.Insert(slices.Clone(is.Notes), 0, Note{Text: is.Kind})
	}
	var notes []Note
	for _, n := range was.Notes {
		if !slices.Contains(is.Notes, n) {
			notes = append(notes, Note{n.Text, Removed})
		}
	}
	for _, n := range is.Notes {
		notes = append(notes, Note{n.Text, markOf(slices.Contains(was.Notes, n), Added)})
	}
	return notes
}

// way is one event of an edge.
type way struct{ from, to, event string }

// edges lists the ways of a graph in the order of its edges.
func (g Graph) edges() []way {
	var list []way
	for _, e := range g.Edges {
		for _, from := range e.From {
			for _, event := range e.Events {
				list = append(list, way{g.Nodes[from].key(), g.Nodes[e.To].key(), event})
			}
		}
	}
	return list
}

func (g Graph) ways() map[way]bool {
	all := map[way]bool{}
	for _, w := range g.edges() {
		all[w] = true
	}
	return all
}
