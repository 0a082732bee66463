package faketwilio

import (
	"strings"
	"testing"
)

func TestSegments(t *testing.T) {
	a, euro, ya, smile := "a", "€", "я", "😀"
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 1}, {strings.Repeat(a, 160), 1}, {strings.Repeat(a, 161), 2},
		{strings.Repeat(a, 306), 2}, {strings.Repeat(a, 307), 3},
		{strings.Repeat(euro, 80), 1}, {strings.Repeat(euro, 81), 2},
		{strings.Repeat(a, 152) + euro + strings.Repeat(a, 152), 3},
		{strings.Repeat(ya, 70), 1}, {strings.Repeat(ya, 71), 2},
		{strings.Repeat(ya, 134), 2}, {strings.Repeat(ya, 135), 3},
		{strings.Repeat(smile, 35), 1}, {strings.Repeat(smile, 36), 2},
		{strings.Repeat(smile, 67), 3},
		{strings.Repeat("ç", 71), 2}, {strings.Repeat("Ç", 71), 1}, {strings.Repeat("a\tb", 24), 2},
	} {
		if got := segments(c.text); got != c.want {
			t.Errorf("%d runes of %.12q: %d segments, want %d", len([]rune(c.text)), c.text, got, c.want)
		}
	}
}
