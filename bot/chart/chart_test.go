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
