package rehearse

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Ensure "…" stands for any words, blank space does not count, and the first difference is found.
func TestMatches(t *testing.T) {
	for _, c := range []struct {
		want, got string
		ok        bool
		at        int
	}{
		{"hello", "hello", true, 5},
		{"hello\n  there", "hello there", true, 11},
		{"hello", "hellö", false, 4},
		{"hello", "hello there", false, 5},
		{"hello there", "hello", false, 5},
		{"…", "", true, 0},
		{"…", "anything", true, 0},
		{"a…z", "a to z", true, 0},
		{"a…z", "az", true, 0},
		{"a…z", "a", false, 1},
		{"aba…aba", "aba", false, 3},
		{"a … z", "a to z", true, 0},
		{"a…b…c", "a x b y c", true, 0},
		{"a…b…c", "a x c", false, 1},
		{"a…b…c", "a b x", false, 3},
		{"…b", "a b", true, 0},
		{"", "a", false, 0},
	} {
		ok, at := matches(c.want, c.got)
		if ok != c.ok || !ok && at != c.at {
			t.Errorf("%q and %q: %v at %d, not %v at %d", c.want, c.got, ok, at, c.ok, c.at)
		}
	}
}

// Ensure a text fits itself with any part of it left open, and the place of a difference is in it.
func TestMatchesAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := strings.ReplaceAll(rapid.StringN(0, 40, -1).Draw(t, "text"), anything, "")
		runes := []rune(blank(got))
		from := rapid.IntRange(0, len(runes)).Draw(t, "from")
		to := rapid.IntRange(from, len(runes)).Draw(t, "to")
		want := string(runes[:from]) + anything + string(runes[to:])
		if ok, at := matches(want, got); !ok {
			t.Fatalf("%q does not fit %q at %d", want, got, at)
		}
		other := rapid.String().Draw(t, "other")
		if ok, at := matches(other, got); !ok && (at < 0 || at > len(blank(got))) {
			t.Fatalf("%q and %q differ at %d", other, got, at)
		}
	})
}
