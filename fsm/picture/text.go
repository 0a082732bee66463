package picture

import (
	"fmt"
	"strings"
)

// lines are what is written into a node: its grounds above its foreground.
func (n Node) lines() []string {
	lines := []string{strings.Join(n.Grounds, " / ")}
	if n.Foreground != "" {
		lines = append(lines, n.Foreground)
	}
	return lines
}

// Mermaid writes the graph as a Mermaid state diagram.
func (g Graph) Mermaid() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nstateDiagram-v2\n", g.Title)
	for i, n := range g.Nodes {
		fmt.Fprintf(&b, "  state \"%s\" as n%d\n", mermaid(n.lines()), i)
	}
	for i, n := range g.Nodes {
		if len(n.Stays) > 0 {
			fmt.Fprintf(&b, "  n%d --> n%d: %s\n", i, i, mermaid(n.Stays))
		}
	}
	for _, e := range g.Edges {
		for _, from := range e.From {
			fmt.Fprintf(&b, "  n%d --> n%d: %s\n", from, e.To, mermaid(e.Events))
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
		fmt.Fprintf(&b, "  n%d [label=%s];\n", i, dot(n.lines()))
	}
	for i, n := range g.Nodes {
		if len(n.Stays) > 0 {
			fmt.Fprintf(&b, "  n%d -> n%d [label=%s];\n", i, i, dot(n.Stays))
		}
	}
	for _, e := range g.Edges {
		for _, from := range e.From {
			fmt.Fprintf(&b, "  n%d -> n%d [label=%s];\n", from, e.To, dot(e.Events))
		}
	}
	return b.String() + "}\n"
}

func dot(lines []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	return `"` + strings.ReplaceAll(escape.Replace(strings.Join(lines, "\n")), "\n", `\n`) + `"`
}
