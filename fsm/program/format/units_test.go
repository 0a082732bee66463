package format

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Ensure spans, shares and weekdays are read as they are written, whatever they are.
func TestUnitsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := time.Duration(rapid.IntRange(1, 1830*24*3600).Draw(t, "span")) * time.Second
		if got, err := ParseSpan(Span(span)); got != span {
			t.Errorf("%v is written %q and read as %v, %v", span, Span(span), got, err)
		}
		share := rapid.Float64Range(0, 1).Draw(t, "share")
		if got, err := ParsePercent(Percent(share)); got != share {
			t.Errorf("%v is written %q and read as %v, %v", share, Percent(share), got, err)
		}
		var days [7]bool
		copy(days[:], rapid.SliceOfN(rapid.Bool(), 7, 7).Draw(t, "days"))
		if got, err := ParseWeekdays(Weekdays(days)); days != [7]bool{} && got != days {
			t.Errorf("%v is written %q and read as %v, %v", days, Weekdays(days), got, err)
		}
	})
}

// Ensure units are written as people write them.
func TestUnits(t *testing.T) {
	tests := map[string]string{
		Span(90 * time.Minute): "1h30m", Span(24 * time.Hour): "24h", Span(36 * time.Hour): "36h",
		Span(48 * time.Hour): "2d", Span(84 * time.Hour): "3d12h", Percent(0.04): "4%", Percent(0.015): "1.5%",
		Percent(0): "0%", Percent(0.001): "0.1%", Percent(1): "100%", Weekdays([7]bool{true, true, true, true, true, true, true}): "Mon-Sun",
		Weekdays([7]bool{0: true, 1: true, 3: true, 6: true}): "Mon,Wed,Sat-Sun", Clock(9*60 + 5): "09:05",
	}
	for got, want := range tests {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
