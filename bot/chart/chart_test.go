package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Ensure whatever is drawn is well-formed, tells every part of every bar, and stays in its frame.
func TestBars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Bars{Title: rapid.StringN(0, 20, 40).Draw(t, "title"), Labels: rapid.SliceOfN(rapid.StringMatching(`[a-z<&" ]{0,9}`), 1, 40).Draw(t, "labels")}
		parts := 0
		for range rapid.IntRange(0, 6).Draw(t, "series") {
			s := Series{Name: "x<y", Values: rapid.SliceOfN(rapid.Float64Range(0, 1e6), 0, len(b.Labels)).Draw(t, "values")}
			for _, v := range s.Values {
				if v > 0 {
					parts++
				}
			}
			b.Series = append(b.Series, s)
		}
		svg := b.SVG()
		if n := strings.Count(svg, "<rect"); n != parts {
			t.Fatalf("%d parts are drawn, there are %d", n, parts)
		}
		sound(t, svg)
	})
}

// sound fails what is not well-formed, or lies outside of its frame.
func sound(t *rapid.T, svg string) {
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("it is not well-formed: %v\n%s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") || a.Name.Local != "aria-label" && strings.HasPrefix(a.Value, "-") && a.Name.Local != "fill" {
					t.Fatalf("%s has %s=%q", e.Name.Local, a.Name.Local, a.Value)
				}
			}
		}
	}
}

// Ensure intervals of whatever size are drawn as well, each with its dot.
func TestRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Ranges{Title: "x<y", Unit: rapid.SampledFrom([]string{"", "%", "<"}).Draw(t, "unit")}
		scale := rapid.SampledFrom([]float64{1e-6, 1, 100, 1e9}).Draw(t, "scale")
		for range rapid.IntRange(0, 8).Draw(t, "ranges") {
			v := rapid.Float64Range(-1, 1).Draw(t, "value") * scale
			wide := rapid.Float64Range(0, 2).Draw(t, "width") * scale
			r.Ranges = append(r.Ranges, Range{Label: rapid.StringN(0, 40, 80).Draw(t, "label"), Value: v, Low: v - wide, High: v + wide})
		}
		svg := r.SVG()
		if n := strings.Count(svg, "<circle"); n != len(r.Ranges) {
			t.Fatalf("%d dots for %d estimates", n, len(r.Ranges))
		}
		if n := strings.Count(svg, "<path"); n > len(r.Ranges)+14 {
			t.Fatalf("%d lines", n)
		}
		sound(t, svg)
	})
}

// Ensure the axis has round steps and few of them.
func TestTick(t *testing.T) {
	for most, want := range map[float64]float64{1: .2, 6: 1, 7: 2, 10: 2, 99: 20, 120: 20, 121: 50, 1000: 200, .03: .005} {
		if got := tick(most); got < want*.999 || got > want*1.001 {
			t.Errorf("up to %v the step is %v, it must be %v", most, got, want)
		}
	}
}
