package picture

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

// cart is a workflow with every kind of way, as it was, and as it is after an edit.
func cart(edited bool) *fsm.Workflow {
	w := &fsm.Workflow{Name: "cart", Class: fsm.Lifecycle, Enter: fsm.Enter{On: []string{"cart_updated"}, Delay: time.Hour, Limit: 1, Per: 24 * time.Hour},
		Steps: []fsm.Step{
			{Name: "remind", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Your cart waits."}}},
			{Name: "later", Kind: fsm.WaitStep, Wait: fsm.Wait{For: 24 * time.Hour}},
			{Name: "kind", Kind: fsm.BranchStep, Cases: []fsm.BranchCase{{If: "orders.count > 0", Then: "ask"}, {Then: "end"}}},
			{Name: "ask", Kind: fsm.AskStep, Answers: []fsm.Answer{{Name: "yes", Words: []string{"1"}}, {Name: "no", Words: []string{"2"}, Next: "end"}}, Timeout: time.Hour},
			{Name: "bought", Kind: fsm.WaitForStep, Events: []fsm.EventWay{{On: "purchase", If: "it.value > 5", Then: "end"}}, Timeout: time.Hour, OnTimeout: "last"},
			{Name: "last", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Last call."}}},
		}}
	if edited {
		w.Steps[1].Wait.For = 12 * time.Hour
		w.Steps[5].Name = "final"
		w.Steps[4].OnTimeout = "final"
		w.Steps = slices.Insert(w.Steps, 1, fsm.Step{Name: "arm", Kind: fsm.SplitStep, Arms: []fsm.Arm{{Name: "a", Weight: 1}, {Name: "b", Weight: 1}}})
	}
	return w
}

// Ensure steps and their comparison are drawn as they were, in all three forms.
func TestSteps(t *testing.T) {
	was, is := Steps(cart(false)), Steps(cart(true))
	for name, g := range map[string]Graph{"steps": was, "compared": Compare(was, is)} {
		golden(t, name, g)
	}
}

// Ensure a comparison with itself marks nothing, and one with nothing marks everything.
func TestCompareItself(t *testing.T) {
	g := Steps(cart(true))
	if diff := cmp.Diff(g, Compare(g, g)); diff != "" {
		t.Errorf("-alone +with itself\n%s", diff)
	}
	for mark, c := range map[Mark]Graph{Added: Compare(Graph{}, g), Removed: Compare(g, Graph{})} {
		for _, n := range c.Nodes {
			if n.Mark != mark {
				t.Errorf("%s is marked %q, want %q", n.key(), n.Mark, mark)
			}
		}
		for _, e := range c.Edges {
			if e.Mark != mark {
				t.Errorf("%v is marked %q, want %q", e.Events, e.Mark, mark)
			}
		}
	}
}

// Ensure a comparison holds every way of both graphs, once, and marks just what one of them lacks.
func TestCompareAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := anything(t, "was"), anything(t, "is")
		both := Compare(was, is)
		before, after := was.ways(), is.ways()
		seen := map[way]bool{}
		for _, e := range both.Edges {
			for _, w := range (Graph{Nodes: both.Nodes, Edges: []Edge{e}}).edges() {
				want := Same
				switch {
				case !before[w]:
					want = Added
				case !after[w]:
					want = Removed
				}
				if seen[w] || !before[w] && !after[w] || e.Mark != want {
					t.Fatalf("%v is marked %q, want %q, or is there twice", w, e.Mark, want)
				}
				seen[w] = true
			}
		}
		for _, all := range []map[way]bool{before, after} {
			for w := range all {
				if !seen[w] {
					t.Fatalf("%v is not drawn", w)
				}
			}
		}
		if diff := cmp.Diff(both, Compare(was, is)); diff != "" {
			t.Fatalf("it is drawn otherwise the second time: %s", diff)
		}
	})
}

// anything draws a workflow of steps with names and ways from a small set, as a graph.
func anything(t *rapid.T, label string) Graph {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 5, rapid.ID[string]).Draw(t, label)
	w := &fsm.Workflow{Name: "w"}
	for i, name := range names {
		to := rapid.SampledFrom([]string{"", "a", "b", "c", "end"}).Draw(t, fmt.Sprint(label, i))
		kind := rapid.SampledFrom([]fsm.StepKind{fsm.SendStep, fsm.WaitStep, fsm.ExitStep}).Draw(t, fmt.Sprint(label, i))
		w.Steps = append(w.Steps, fsm.Step{Name: name, Kind: kind, Next: to})
	}
	return Steps(w)
}

// Ensure the whole machine has the nodes of its workflows.
func TestWhole(t *testing.T) {
	g := Whole(shop(t))
	for _, name := range []string{"care.rating", "welcome.rating", fsm.Agent} {
		if !slices.ContainsFunc(g.Nodes, func(n Node) bool { return n.Foreground == name }) {
			t.Errorf("no node for %s", name)
		}
	}
}
