package chart

import (
	"fmt"
	"math"
	"strings"
)

// Ranges is a chart with one line for each label: an estimate as a dot, on the interval that it lies in.
type Ranges struct {
	Title  string
	Unit   string // behind the numbers of the axis
	Ranges []Range
}

// Range is one estimate. One with Low and High alike is a dot alone.
type Range struct {
	Label            string
	Value, Low, High float64
}

// The measures of its drawing.
const (
	row    = 34  // height of one line
	names  = 170 // room for the labels
	shown  = 26  // letters of a label
	spread = 5   // numbers on the axis, about
)

// SVG draws the chart. What is shown is told to screen readers by its title, and line by line.
func (r Ranges) SVG() string {
	low, high := r.span()
	height := top + len(r.Ranges)*row + bottom
	x := func(v float64) float64 { return names + (v-low)/(high-low)*float64(width-names-4*right) }
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" font-family="system-ui, sans-serif" font-size="13">`+"\n",
		width, height, escape(r.Title))
	step := tick((high - low) * 6 / spread)
	for v := math.Ceil(low/step) * step; v <= high+step/1e6; v += step {
		fmt.Fprintf(&out, `<path d="M%.1f %dV%d" stroke="currentColor" stroke-opacity="%s"/><text x="%.1f" y="%d" text-anchor="middle" fill="currentColor">%s%s</text>`+"\n",
			x(v), top, height-bottom, weight(v, step), x(v), height-8, Number(math.Round(v*1e4)/1e4), escape(r.Unit))
	}
	for i, one := range r.Ranges {
		y := float64(top) + (float64(i)+.5)*row
		fmt.Fprintf(&out, `<text x="0" y="%.1f" fill="currentColor">%s</text><path d="M%.1f %.1fH%.1f" stroke="var(--series-1, %s)" stroke-width="6" stroke-opacity=".45" stroke-linecap="round"/><circle cx="%.1f" cy="%.1f" r="6" fill="var(--series-1, %s)"><title>%s: %s%s, from %s to %s</title></circle>`+"\n",
			y+4, escape(cut(one.Label)), x(one.Low), y, x(one.High), Colors()[0], x(one.Value), y, Colors()[0],
			escape(one.Label), Number(one.Value), escape(r.Unit), Number(one.Low), Number(one.High))
	}
	out.WriteString("</svg>\n")
	return out.String()
}

// span is what the axis shows: all intervals, and zero.
func (r Ranges) span() (low, high float64) {
	for _, one := range r.Ranges {
		low, high = min(low, one.Low, one.Value), max(high, one.High, one.Value)
	}
	if low == high {
		high = low + 1
	}
	return low, high
}

// weight lets the line of zero stand out.
func weight(v, step float64) string {
	if math.Abs(v) < step/2 {
		return ".6"
	}
	return ".15"
}

func cut(label string) string {
	if letters := []rune(label); len(letters) > shown {
		return string(letters[:shown-1]) + "…"
	}
	return label
}
