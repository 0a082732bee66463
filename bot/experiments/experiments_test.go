package experiments_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
)

var update = flag.Bool("update", false, "rewrite testdata/*.txt")

// sums are daily sums as a store would give them.
type sums []fsm.Measure

func (s sums) Measures(_ context.Context, from, to fsm.Day, each func(fsm.Measure) error) error {
	for _, m := range s {
		if m.Day >= from && m.Day <= to {
			if err := each(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// arm adds what the people of an arm did on the days from day on, the same on each.
func (s *sums) arm(p *fsm.Program, experiment, arm string, day string, days int, each map[string]int64) {
	from, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	workflow, split, ok := strings.Cut(experiment, ".")
	if !ok {
		workflow, split = "", experiment
	}
	first := p.Day(fsm.At(from.Add(12 * time.Hour)))
	for i := range days {
		for name, n := range each {
			*s = append(*s, fsm.Measure{Day: first + fsm.Day(i), Workflow: workflow, Step: split, Arm: arm, Name: name, N: n})
		}
	}
}

func program(t *testing.T) *fsm.Program {
	t.Helper()
	p, err := fsm.Compile(fsm.Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "few msgs", Zone: "America/New_York", Currency: "USD",
		Events: map[string]fsm.EventType{"cart": {}}, Holdout: fsm.Holdout{Share: 0.05},
		Workflows: []fsm.Workflow{{Name: "cart", Class: fsm.Lifecycle, Enter: fsm.Enter{On: []string{"cart"}}, Targets: map[string]float64{"optouts_max": 0.03},
			Moved: map[string]string{"old_test": "test"},
			Steps: []fsm.Step{
				{Name: "test", Kind: fsm.SplitStep, Arms: []fsm.Arm{{Name: "offer", Weight: 45}, {Name: "reminder", Weight: 45}, {Name: "holdout", Weight: 10}}},
				{Name: "new", Kind: fsm.SplitStep, Arms: []fsm.Arm{{Name: "a", Weight: 1}, {Name: "b", Weight: 1}}},
				{Name: "remind", Kind: fsm.SendStep, If: "arm.test != 'holdout'", Texts: []fsm.TextCase{{Text: "Acme: your cart."}}},
			}}},
	}, "r1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var now = fsm.At(time.Date(2026, 3, 31, 16, 0, 0, 0, time.UTC))

func outcomes(people, converted, spent, squares, optouts, texts int64) map[string]int64 {
	return map[string]int64{fsm.SumExposed: people, fsm.SumExpected: people * 1e6, fsm.SumConverted: converted, fsm.SumSpent: spent * 100,
		fsm.SumSpentSquared: squares * 100, fsm.SumOptOuts: optouts, fsm.SumTexts: texts}
}

// Ensure it is told of every experiment what its sums say: one that is decided, a small holdout of which
// nothing can be told yet, one that nobody came to, and one that is over, under its new name where it has one.
func TestReport(t *testing.T) {
	p := program(t)
	var s sums
	s.arm(p, "cart.test", "offer", "2026-03-12", 20, outcomes(45, 7, 350, 21000, 0, 50))
	s.arm(p, "cart.old_test", "offer", "2026-03-02", 10, outcomes(45, 7, 350, 21000, 1, 50))
	s.arm(p, "cart.test", "reminder", "2026-03-02", 30, outcomes(45, 3, 200, 14000, 0, 45))
	s.arm(p, "cart.test", "holdout", "2026-03-02", 30, outcomes(10, 1, 40, 1800, 0, 0))
	s.arm(p, "holdout", fsm.HeldArm, "2026-03-02", 30, outcomes(1, 0, 2, 100, 0, 0))
	s.arm(p, "holdout", fsm.TextedArm, "2026-03-02", 30, outcomes(19, 1, 60, 2500, 0, 40))
	s.arm(p, "gone.test", "a", "2026-03-02", 3, outcomes(10, 1, 0, 0, 0, 10))
	s.arm(p, "gone.test", "b", "2026-03-02", 3, outcomes(30, 1, 0, 0, 0, 30))
	s = append(s, fsm.Measure{Day: p.Day(now), Workflow: "cart", Name: fsm.SumReleased, Step: "remind", N: 7})
	r, err := experiments.Read(t.Context(), s, p, now)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range r.Experiments {
		names = append(names, e.Name+" "+e.Badge)
	}
	if diff := cmp.Diff([]string{"holdout undecided", "cart.new ", "cart.test decided", "gone.test undecided"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var text bytes.Buffer
	if err := r.Text(&text); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.txt", text.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile("testdata/"+name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-was +is):\n%s", name, diff)
	}
}

// Ensure nothing is told of arms that people came to otherwise than their weights say.
func TestUneven(t *testing.T) {
	p := program(t)
	var s sums
	for arm, people := range map[string]int64{"a": 60, "b": 40} {
		list := outcomes(people, people/10, 0, 0, 0, 0)
		list[fsm.SumExpected] = 50e6
		s.arm(p, "cart.new", arm, "2026-03-02", 30, list)
	}
	r, err := experiments.Read(t.Context(), s, p, now)
	if err != nil {
		t.Fatal(err)
	}
	if e := r.Experiments[1]; e.Badge != experiments.Uneven || e.Uneven > 0.001 {
		t.Errorf("%s is %s, p = %v", e.Name, e.Badge, e.Uneven)
	}
}

// Ensure an arm that drives people away is found, and neither one of which nobody can tell yet, nor one that
// texts nobody, nor a workflow without a ceiling.
func TestHarmful(t *testing.T) {
	p := program(t)
	var s sums
	s.arm(p, "cart.test", "offer", "2026-03-02", 10, outcomes(20, 0, 0, 0, 2, 20))
	s.arm(p, "cart.test", "reminder", "2026-03-02", 1, outcomes(20, 0, 0, 0, 1, 20))
	s.arm(p, "cart.test", "holdout", "2026-03-02", 10, outcomes(20, 0, 0, 0, 4, 0))
	s.arm(p, "holdout", fsm.TextedArm, "2026-03-02", 10, outcomes(20, 0, 0, 0, 4, 20))
	s.arm(p, "gone.test", "a", "2026-03-02", 10, outcomes(20, 0, 0, 0, 4, 20))
	found, err := experiments.Harmful(t.Context(), s, p, now)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, h := range found {
		said = append(said, h.String())
	}
	want := []string{"the arm offer of cart.test drives people away: 20 of 200 opted out, 10.0 %, and its target optouts_max is 3 %"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
