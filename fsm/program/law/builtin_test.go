package law

import (
	"testing"
)

// Ensure nothing is wrong with the rules that come with Parley.
func TestBuiltin(t *testing.T) {
	rules, findings := builtin()
	for _, f := range findings {
		t.Error(f)
	}
	if len(rules.All) < 29 {
		t.Errorf("%d rules", len(rules.All))
	}
}
