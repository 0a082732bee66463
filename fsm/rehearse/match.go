package rehearse

import "strings"

// anything stands for any words in what a test expects.
const anything = "…"

// matches compares a text with what was expected of it, in which "…" stands for any words and all blank
// space is alike. Where they differ, at is the first place in the text that does not fit.
func matches(want, got string) (ok bool, at int) {
	want, got = blank(want), blank(got)
	pieces := strings.Split(want, anything)
	for i, piece := range pieces {
		last := i == len(pieces)-1
		switch {
		case i == 0:
			n := common(piece, got)
			if n < len(piece) {
				return false, n
			}
			at = n
		case last && i > 0 && strings.HasSuffix(got[at:], piece):
			return true, 0
		case last:
			return false, at
		default:
			found := strings.Index(got[at:], strings.TrimSpace(piece))
			if found < 0 {
				return false, at
			}
			at += found + len(strings.TrimSpace(piece))
		}
	}
	return at == len(got), at
}

// blank makes every stretch of blank space one space.
func blank(s string) string { return strings.Join(strings.Fields(s), " ") }

// common is how many bytes two texts begin with alike, in whole characters.
func common(a, b string) int {
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) {
			return i
		}
	}
	return len(a)
}
