package chart

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
)

// Bars is a chart with one bar for each label, stacked of all series.
type Bars struct {
	Title  string
	Axis   string // what the labels are: "day"
	Labels []string
	Series []Series
}

// Series is one part of every bar.
type Series struct {
	Name   string
	Values []float64 // one for each label; none below 0
}

// The measures of a drawing; the page scales it to its own width.
const (
	width  = 720
	height = 240
	left   = 52 // room for the numbers of the axis
	right  = 12
	top    = 12
	bottom = 26 // room for the labels
)

// Colors are the fills of the series, in order, from dark to light, so that they can be told apart
// without colour, too. A page may set others as --series-1 and so on.
func Colors() []string { return []string{"#1f5f8b", "#d97706", "#7c9a3d", "#a78bba", "#9aa5b1"} }

// SVG draws the chart. What is shown is told to screen readers by its title, and bar by bar.
func (b Bars) SVG() string {
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" font-family="system-ui, sans-serif" font-size="11">`+"\n",
		width, height, escape(b.Title))
	most := b.highest()
	step := tick(most)
	for v := 0.0; v <= most+step/1e6; v += step {
		y := b.y(v, most)
		fmt.Fprintf(&out, `<path d="M%d %.1fH%d" stroke="currentColor" stroke-opacity=".15"/><text x="%d" y="%.1f" text-anchor="end" fill="currentColor">%s</text>`+"\n",
			left, y, width-right, left-6, y+4, Number(v))
	}
	for i, label := range b.Labels {
		b.bar(&out, i, most)
		if i%b.every() == 0 {
			fmt.Fprintf(&out, `<text x="%.1f" y="%d" text-anchor="middle" fill="currentColor">%s</text>`+"\n", b.x(i)+b.slot()/2, height-8, escape(label))
		}
	}
	out.WriteString("</svg>\n")
	return out.String()
}

// bar draws one label's bar from the ground up.
func (b Bars) bar(out *strings.Builder, i int, most float64) {
	ground := 0.0
	for n, s := range b.Series {
		v := value(s, i)
		if v <= 0 {
			continue
		}
		high := b.y(ground, most) - b.y(ground+v, most)
		fmt.Fprintf(out, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="var(--series-%d, %s)"><title>%s, %s: %s</title></rect>`+"\n",
			b.x(i)+b.slot()*.1, b.y(ground+v, most), b.slot()*.8, high, n%len(Colors())+1, Colors()[n%len(Colors())],
			escape(b.Labels[i]), escape(s.Name), Number(v))
		ground += v
	}
}

func value(s Series, i int) float64 {
	if i < len(s.Values) {
		return s.Values[i]
	}
	return 0
}

// escape writes a text as XML may hold it, whatever is in it.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}

// highest is the greatest sum of a bar, and never nothing.
func (b Bars) highest() float64 {
	most := 0.0
	for i := range b.Labels {
		sum := 0.0
		for _, s := range b.Series {
			sum += max(value(s, i), 0)
		}
		most = max(most, sum)
	}
	if most == 0 {
		return 1
	}
	return most
}

func (b Bars) slot() float64          { return float64(width-left-right) / float64(len(b.Labels)) }
func (b Bars) x(i int) float64        { return left + float64(i)*b.slot() }
func (b Bars) y(v, m float64) float64 { return height - bottom - v/m*float64(height-top-bottom) }

// every is how many labels one that is written stands for, so that none covers another.
func (b Bars) every() int {
	longest := 1
	for _, label := range b.Labels {
		longest = max(longest, len([]rune(label)))
	}
	return max(int(math.Ceil(float64(longest)*7/b.slot())), 1)
}

// tick is the step of the axis: 1, 2 or 5 times a power of ten, with at most six of them.
func tick(most float64) float64 {
	step := math.Pow(10, math.Floor(math.Log10(most)))
	for _, part := range []float64{.2, .5, 1, 2} {
		if most/(step*part) <= 6 {
			return step * part
		}
	}
	return step * 2
}

// Number writes a number for people: whole where it is, else with two places.
func Number(v float64) string {
	if v == math.Trunc(v) {
		return fmt.Sprintf("%.0f", v)
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}
