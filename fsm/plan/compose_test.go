package plan

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

// revision is a program of one workflow with steps of these names.
func revision(workflow string, steps []string, moved map[string]string) fsm.Definition {
	w := fsm.Workflow{Name: workflow, Moved: moved}
	for _, s := range steps {
		w.Steps = append(w.Steps, say(s, s))
	}
	return fsm.Definition{Workflows: []fsm.Workflow{w}}
}

// Ensure whoever sleeps through any number of deploys arrives, also through a workflow's new name.
func TestSleeperArrives(t *testing.T) {
	defs := []fsm.Definition{
		revision("cart", []string{"a", "z"}, nil),
		revision("cart", []string{"b", "z"}, map[string]string{"a": "b"}),
		revision("basket", []string{"c", "z"}, map[string]string{"b": "c"}),
		revision("basket", []string{"d"}, map[string]string{"c": "d"}),
	}
	defs[2].Moved = map[string]string{"cart": "basket"}
	var moves Moves
	for i := range defs {
		moves = Compose(moves, &defs[i])
	}
	last := &defs[3]
	w := target(last, "cart")
	if w == nil || w.Name != "basket" {
		t.Fatalf("cart leads to %+v", w)
	}
	for old, want := range map[string]string{"a": "d", "b": "d", "c": "d", "d": "d"} {
		if s := targetStep(w, old); s == nil || s.Name != want {
			t.Errorf("%s leads to %+v, want %s", old, s, want)
		}
	}
	if s := targetStep(w, "z"); s != nil {
		t.Errorf("z, which nobody moved, leads to %s", s.Name)
	}
}

// Ensure an older revision that comes back takes back whom it had lost to new names.
func TestRollbackMovesBack(t *testing.T) {
	first := revision("cart", []string{"a"}, nil)
	second := revision("basket", []string{"b"}, map[string]string{"a": "b"})
	second.Moved = map[string]string{"cart": "basket"}
	third := revision("basket", []string{"c"}, map[string]string{"b": "c"})
	moves := Compose(Moves{}, &first)
	moves = Compose(moves, &second)
	moves = Compose(moves, &third)
	again := revision("cart", []string{"a"}, nil)
	Compose(moves, &again)
	w := target(&again, "basket")
	if w == nil {
		t.Fatal("basket leads nowhere")
	}
	for _, old := range []string{"b", "c"} {
		if s := targetStep(w, old); s == nil || s.Name != "a" {
			t.Errorf("%s leads to %+v, want a", old, s)
		}
	}
}

// Ensure a composed map never leads away from a name that exists, nor to one that does not, and is the
// same each time.
func TestComposedMapsFit(t *testing.T) {
	names := []string{"a", "b", "c", "d"}
	rapid.Check(t, func(t *rapid.T) {
		var moves Moves
		for i := range rapid.IntRange(1, 5).Draw(t, "deploys") {
			steps := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID[string]).Draw(t, fmt.Sprint("steps", i))
			moved := map[string]string{}
			for _, name := range names {
				if !slices.Contains(steps, name) && rapid.Bool().Draw(t, fmt.Sprint("moves", i, name)) {
					moved[name] = rapid.SampledFrom(steps).Draw(t, fmt.Sprint("to", i, name))
				}
			}
			def := revision("w", steps, moved)
			again := revision("w", steps, moved)
			next := Compose(moves, &def)
			if diff := cmp.Diff(next, Compose(moves, &again)); diff != "" {
				t.Fatalf("composed otherwise the second time: %s", diff)
			}
			for old, now := range def.Workflows[0].Moved {
				if slices.Contains(steps, old) || !slices.Contains(steps, now) {
					t.Fatalf("of steps %v %s leads to %s", steps, old, now)
				}
			}
			for old, now := range moved {
				if def.Workflows[0].Moved[old] != now {
					t.Fatalf("the author moved %s to %s; it leads to %q", old, now, def.Workflows[0].Moved[old])
				}
			}
			moves = next
		}
	})
}
