package program

import (
	"maps"
	"slices"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
)

// Ensure the demo program compiles and has nothing to remark on.
func TestDemo(t *testing.T) {
	p, findings := Check(Demo())
	for _, f := range findings {
		t.Error(f)
	}
	if p == nil {
		t.Fatal("no program")
	}
	for _, state := range []string{"subscribed+welcome.interest", "unknown+care.rating", "pending+preferences.interest"} {
		if !p.Machine().Knows(fsm.State(state)) {
			t.Errorf("no state %s", state)
		}
	}
	if p.Machine().Knows("unknown+welcome.interest") {
		t.Error("a marketing question without consent")
	}
}

// Ensure every text of the demo goes out as one GSM-7 segment.
func TestDemoSegments(t *testing.T) {
	def, _, err := Load(Demo())
	if err != nil {
		t.Fatal(err)
	}
	texts := slices.Collect(maps.Values(def.Texts))
	for _, k := range def.Keywords {
		texts = append(texts, k.Text)
	}
	for _, w := range def.Workflows {
		for _, s := range w.Steps {
			texts = append(texts, s.Retry)
			for _, c := range s.Texts {
				texts = append(texts, c.Text)
			}
		}
	}
	for _, text := range texts { // its variables are longer than what they stand for
		if n := segment.Of(text, false); n.Segments != 1 || n.Encoding != segment.GSM7 {
			t.Errorf("%d segments of %s: %q", n.Segments, n.Encoding, text)
		}
	}
}
