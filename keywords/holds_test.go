package keywords

import "testing"

// Ensure that a phrase is found by whole words, in whatever spelling, and never in a reaction to another text.
func TestHolds(t *testing.T) {
	for _, c := range []struct {
		text, phrase string
		want         bool
	}{
		{"I want a REFUND now!", "refund", true},
		{"this is the worst, ever", "worst ever", true},
		{"Ｒｅｆｕｎｄ please", "refund", true},
		{"refunded already", "refund", false},
		{"worst of all, ever", "worst ever", false},
		{"refund", "", false},
		{"", "refund", false},
		{"¿Devolución?", "devolucion", true},
		{"Liked “refund”", "refund", false},
	} {
		if _, got := Default().Holds(Read(c.text), []Text{Read(c.phrase)}); got != c.want {
			t.Errorf("%q holds %q: %v", c.text, c.phrase, got)
		}
	}
}
