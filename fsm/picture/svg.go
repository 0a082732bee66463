package picture

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// The measures of the drawing, in pixels. The letters are of one width, so that what a text takes
// is known here.
const (
	letter  = 7 // width of a letter
	line    = 16
	margin  = 20
	padding = 10
	gap     = 24 // least space between two columns' boxes
)

// SVG draws the graph as a ladder: each node is a column, and each edge an arrow on a row of its own
// with its events above it and a dot on every column that it comes from. Nothing crosses a label,
// however large the graph is.
func (g Graph) SVG() string {
	d := &drawing{graph: g, width: g.columnWidth()}
	d.y = margin + 2*line
	d.boxes()
	for _, e := range g.Edges {
		d.arrow(e)
	}
	d.lifelines()
	width, height := 2*margin+max(len(g.Nodes)*d.width, len(g.Title)*letter), d.y+margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="11.5">
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#24527a"/></marker></defs>
<rect width="100%%" height="100%%" fill="#fff"/>
<text x="%d" y="%d" font-size="15" font-weight="bold">%s</text>
`, width, height, width, height, margin, margin+line/2, html.EscapeString(g.Title)) +
		d.behind.String() + d.front.String() + "</svg>\n"
}

// drawing is an SVG in the making.
type drawing struct {
	graph         Graph
	width         int // of a column
	y             int // what is above is drawn
	top           int // where the lifelines begin
	behind, front strings.Builder
}

// columnWidth is room for the widest box, and for the events between neighbours.
func (g Graph) columnWidth() int {
	longest := 12
	for _, n := range g.Nodes {
		for _, s := range append(n.lines(), n.notes()...) {
			longest = max(longest, len(s))
		}
	}
	for _, e := range g.Edges {
		for _, s := range e.label() {
			longest = max(longest, len(s)/e.columns()+1)
		}
	}
	return longest*letter + 2*padding + gap
}

// x is the middle of a column.
func (d *drawing) x(column int) int { return margin + column*d.width + d.width/2 }

// boxes draws the nodes side by side, each with the events that lead back to it.
func (d *drawing) boxes() {
	high := 0
	for _, n := range d.graph.Nodes {
		high = max(high, len(n.lines())+len(n.Notes))
	}
	height := high*line + 2*padding
	for i, n := range d.graph.Nodes {
		fmt.Fprintf(&d.front, `<rect x="%d" y="%d" width="%d" height="%d" rx="8" fill="%s" stroke="%s"%s/>`+"\n",
			d.x(i)-d.width/2+gap/2, d.y, d.width-gap, height, fill(n), n.Mark.color(), n.Mark.svg())
		y := d.y + padding - 4
		for k, s := range n.lines() {
			y += line
			weight := "bold"
			if n.Foreground != "" && k == 0 {
				weight = "normal"
			}
			d.write(d.x(i), y, weight, "#111", s)
		}
		for k, s := range n.notes() {
			y += line
			d.write(d.x(i), y, "normal", noteColor(n.Notes[k].Mark), s)
		}
	}
	d.y += height
	d.top = d.y
	d.y += line / 2
}

// noteColor is grey but for what changes.
func noteColor(m Mark) string {
	if m == Same {
		return "#666"
	}
	return m.color()
}

// fill tells grounds, questions and agents apart, and steps by whether they text.
func fill(n Node) string {
	switch {
	case n.Kind == string(fsm.AskStep):
		return "#fff4d6"
	case n.Kind == string(fsm.SendStep):
		return "#e9f7e6"
	case n.Kind != "":
		return "#e8f1fa"
	case n.Foreground == "":
		return "#e8f1fa"
	case strings.Contains(n.Foreground, "."):
		return "#fff4d6"
	}
	return "#e9f7e6"
}

func (d *drawing) write(x, y int, weight, color, s string) {
	fmt.Fprintf(&d.front, `<text x="%d" y="%d" text-anchor="middle" font-weight="%s" fill="%s">%s</text>`+"\n",
		x, y, weight, color, html.EscapeString(s))
}

// span is the leftmost and the rightmost column of an edge.
func (e Edge) span() (left, right int) {
	return min(slices.Min(e.From), e.To), max(slices.Max(e.From), e.To)
}

func (e Edge) columns() int {
	left, right := e.span()
	return max(right-left, 1)
}

// arrow draws an edge below what is drawn, its events in as few lines as fit.
func (d *drawing) arrow(e Edge) {
	left, right := e.span()
	for _, s := range wrapped(e.label(), e.columns()*d.width/letter-2) {
		d.y += line
		fmt.Fprintf(&d.front, `<text x="%d" y="%d" text-anchor="middle" stroke="#fff" stroke-width="4" paint-order="stroke">%s</text>`+"\n",
			(d.x(left)+d.x(right))/2, d.y, html.EscapeString(s))
	}
	d.y += line / 2
	for _, from := range e.From {
		fmt.Fprintf(&d.front, `<circle cx="%d" cy="%d" r="3.5" fill="%s"/><path d="M%d %dH%d" stroke="%s" stroke-width="1.5"%s marker-end="url(#tip)"/>`+"\n",
			d.x(from), d.y, e.Mark.color(), d.x(from), d.y, d.x(e.To), e.Mark.color(), e.Mark.svg())
	}
	d.y += line / 2
}

// lifelines draws the columns' lines behind everything.
func (d *drawing) lifelines() {
	for i := range d.graph.Nodes {
		fmt.Fprintf(&d.behind, `<path d="M%d %dV%d" stroke="#b8c4d0" stroke-dasharray="3 3"/>`+"\n", d.x(i), d.top, d.y)
	}
}

// wrapped joins words with commas into lines of about the given letters.
func wrapped(words []string, room int) (lines []string) {
	for i, w := range words {
		if i < len(words)-1 {
			w += ","
		}
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(w) <= room {
			lines[n-1] += " " + w
			continue
		}
		lines = append(lines, w)
	}
	return lines
}
