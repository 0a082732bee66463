package picture

import (
	"fmt"
	"slices"
	"strings"
)

// lines are what is written into a node: its grounds or kind above its foreground or name.
func (n Node) lines() []string {
	lines := []string{n.Mark.before(n.Kind + strings.Join(n.Grounds, " / "))}
	if n.Foreground != "" {
		lines = append(lines, n.Foreground)
	}
	return lines
}

// box is what stands in a node's box where events that lead back to it are loops of their own.
func (n Node) box() []string {
	if n.Kind == "" {
		return n.lines()
	}
	return append(n.lines(), n.notes()...)
}

// notes are the node's notes in words.
func (n Node) notes() []string {
	lines := make([]string, len(n.Notes))
	for i, note := range n.Notes {
		lines[i] = note.Mark.before(note.Text)
	}
	return lines
}

// label is what is written beside an edge.
func (e Edge) label() []string {
	lines := slices.Clone(e.Events)
	lines[0] = e.Mark.before(lines[0])
	return lines
}

// In writes the graph as mermaid, dot or svg.
func (g Graph) In(form string) string {
	switch form {
	case "dot":
		return g.DOT()
	case "svg":
		return g.SVG()
	}
	return g.Mermaid()
}

// Mermaid writes the graph as a Mermaid state diagram.
func (g Graph) Mermaid() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nstateDiagram-v2\n", g.Title)
	for i, n := range g.Nodes {
		fmt.Fprintf(&b, "  state \"%s\" as n%d\n", mermaid(n.box()), i)
	}
	for i, n := range g.Nodes {
		if n.Kind == "" && len(n.Notes) > 0 {
			fmt.Fprintf(&b, "  n%d --> n%d: %s\n", i, i, mermaid(n.notes()))
		}
	}
	for _, e := range g.Edges {
		for _, from := range e.From {
			fmt.Fprintf(&b, "  n%d --> n%d: %s\n", from, e.To, mermaid(e.label()))
		}
	}
	return b.String() + g.classes()
}

// classes gives marked nodes their look in Mermaid; its edges have words alone.
func (g Graph) classes() string {
	var b strings.Builder
	for _, mark := range []Mark{Added, Removed} {
		var nodes []string
		for i, n := range g.Nodes {
			if n.Mark == mark {
				nodes = append(nodes, fmt.Sprintf("n%d", i))
			}
		}
		if len(nodes) > 0 {
			fmt.Fprintf(&b, "  classDef %[1]s stroke:%[2]s,stroke-width:3px,stroke-dasharray:%[3]s\n  class %[4]s %[1]s\n",
				mark, mark.color(), mark.dashes(), strings.Join(nodes, ","))
		}
	}
	return b.String()
}

// mermaid joins lines, with entities for what means something to Mermaid.
func mermaid(lines []string) string {
	escape := strings.NewReplacer(":", "#58;", ";", "#59;", `"`, "#34;", "#", "#35;", "<", "#60;", ">", "#62;", "\n", " ")
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = escape.Replace(line)
	}
	return strings.Join(escaped, "<br/>")
}

// DOT writes the graph for Graphviz.
func (g Graph) DOT() string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph {\n  label=%s;\n  labelloc=t;\n  rankdir=LR;\n  node [shape=box, style=rounded];\n", dot([]string{g.Title}))
	for i, n := range g.Nodes {
		fmt.Fprintf(&b, "  n%d [label=%s%s];\n", i, dot(n.box()), n.Mark.dot("rounded,"))
	}
	for i, n := range g.Nodes {
		if n.Kind == "" && len(n.Notes) > 0 {
			fmt.Fprintf(&b, "  n%d -> n%d [label=%s];\n", i, i, dot(n.notes()))
		}
	}
	for _, e := range g.Edges {
		for _, from := range e.From {
			fmt.Fprintf(&b, "  n%d -> n%d [label=%s%s];\n", from, e.To, dot(e.label()), e.Mark.dot(""))
		}
	}
	return b.String() + "}\n"
}

func dot(lines []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	return `"` + strings.ReplaceAll(escape.Replace(strings.Join(lines, "\n")), "\n", `\n`) + `"`
}
