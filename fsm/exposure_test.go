package fsm

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// withTrial is a workflow with an experiment of two texts and a holdout, which part an hour after they were
// drawn. The offer has some weight or none.
func withTrial(h Holdout, weight int) func(*Definition) {
	return func(d *Definition) {
		d.DoubleOptIn, d.Holdout = false, h
		d.Events["trial"] = EventType{}
		d.Workflows = append(d.Workflows, Workflow{Name: "trial", Class: Lifecycle, Enter: Enter{On: []string{"trial"}},
			Goal: &Goal{On: Purchase, Within: 48 * time.Hour},
			Steps: []Step{
				{Name: "test", Kind: SplitStep, Arms: []Arm{{"offer", weight}, {"rest", 1}, {"holdout", 1}}},
				{Name: "pause", Kind: WaitStep, Wait: Wait{For: time.Hour}},
				{Name: "offer", Kind: SendStep, If: "arm.test == 'offer'", Texts: say("An offer.")},
				{Name: "rest", Kind: SendStep, If: "arm.test == 'rest'", Texts: say("A reminder.")},
			}})
	}
}

// sum checks a sum of an experiment: "sum trial.test offer converted 1".
func (s *scenario) sum(line string) error {
	words := strings.Fields(line)
	return same(words[3], fmt.Sprint(sumOf(s.d.measures, words[0], words[1], words[2])))
}

// sumOf adds up what was measured of an arm.
func sumOf(list []Measure, experiment, arm, name string) (n int64) {
	for _, m := range list {
		if strings.TrimPrefix(m.Workflow+"."+m.Step, ".") == experiment && m.Arm == arm && m.Name == name {
			n += m.N
		}
	}
	return n
}

// phones gives phones of many people.
func phones(n int) []Phone {
	list := make([]Phone, n)
	for i := range list {
		list[i] = Phone(fmt.Sprintf("+1212555%04d", i))
	}
	return list
}

// Ensure that weights which are edited move nobody who has an arm, and that an arm which is taken out lets its
// people be drawn anew.
func TestArmsAreKept(t *testing.T) {
	before, after := compiled(t, "trial"), compiled(t, "trial_shifted")
	moved := 0
	for _, phone := range phones(60) {
		d := newDriver(t, before, time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
		d.rec.Phone = phone
		d.do(OptIn{Purpose: ForMarketing, Source: "api", At: At(d.now), Import: true})
		arm := ""
		for i, p := range []*Program{before, after} {
			d.p = p
			d.do(Fact{Happened: Happened{ID: fmt.Sprint(i), Type: "trial", At: At(d.now)}})
			if got := d.rec.Runs[0].Arms["test"]; cmp.Or(arm, got) != got {
				t.Errorf("%s had the arm %s and gets %s", phone, arm, got)
			}
			arm = d.rec.Runs[0].Arms["test"]
			d.to(d.now.Add(2 * time.Hour))
		}
		if after.Arm([]byte(testSecret), "trial", "test", phone) != arm {
			moved++
		}
		if n := sumOf(d.measures, "trial.test", arm, SumExposed); n != 1 {
			t.Errorf("%s is exposed %d times", phone, n)
		}
	}
	if moved == 0 {
		t.Error("the weights make no difference to these people, so nothing is shown")
	}
}

// Ensure that shares come out as weights say, and that another weight only moves the bounds between arms:
// nobody goes from one arm to another that did not grow.
func TestWeightsMoveBounds(t *testing.T) {
	s := Step{Name: "s", Arms: []Arm{{"a", 1}, {"b", 1}, {"c", 2}}}
	more := Step{Name: "s", Arms: []Arm{{"a", 2}, {"b", 1}, {"c", 1}}}
	counts := map[string]int{}
	for _, phone := range phones(4000) {
		arm := s.arm([]byte(testSecret), "w", phone)
		counts[arm]++
		if arm == "a" && more.arm([]byte(testSecret), "w", phone) != "a" {
			t.Fatalf("%s leaves the arm that grew", phone)
		}
	}
	for arm, share := range map[string]float64{"a": 0.25, "b": 0.25, "c": 0.5} {
		if got := float64(counts[arm]) / 4000; math.Abs(got-share) > 0.03 {
			t.Errorf("arm %s got a share of %.3f, not %.2f", arm, got, share)
		}
	}
}

// Ensure that a holdout holds its share of people, and that a larger one holds all of the smaller one.
func TestHoldoutShares(t *testing.T) {
	small, large := Holdout{Share: 0.05}, Holdout{Share: 0.1}
	n := 0
	for _, phone := range phones(4000) {
		held := small.arm([]byte(testSecret), phone) == HeldArm
		if held && large.arm([]byte(testSecret), phone) != HeldArm {
			t.Fatalf("%s is held no longer", phone)
		}
		if held {
			n++
		}
	}
	if n < 160 || n > 240 {
		t.Errorf("of 4000 people 5 %% are %d", n)
	}
}

// Ensure that nobody in the holdout gets marketing, whatever happens under whatever program.
func TestHoldoutIsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := randomDefinition(t)
		def.Holdout = Holdout{Share: MostHeld}
		p, err := Compile(def, "r1")
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, p: p, rec: Record{Phone: phoneDrawn(t, p, HeldArm)}, now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), rows: map[uint64]Message{}}
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			w.step()
		}
		for _, m := range w.rows {
			if m.Out && m.Run != 0 && m.Class != Service {
				t.Fatalf("%s went to somebody who is held", m.Name)
			}
		}
		checkOutcomes(t, w)
	})
}

// Ensure that service texts go to people in the holdout.
func TestHeldGetService(t *testing.T) {
	def := shop()
	def.Holdout = Holdout{Share: MostHeld}
	p, err := Compile(def, "r1")
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, p, time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	for _, phone := range phones(100) {
		if def.Holdout.arm([]byte(testSecret), phone) == HeldArm {
			d.rec.Phone = phone
		}
	}
	d.do(OptIn{Purpose: ForMarketing, Source: "api", At: At(d.now), Import: true})
	d.do(Fact{Happened: Happened{ID: "1", Type: "shipped", At: At(d.now)}})
	if len(d.sent) != 1 || d.sent[0].Name != "order.sent" {
		t.Errorf("sent %+v", d.sent)
	}
}

func phoneDrawn(t *rapid.T, p *Program, arm string) Phone {
	for _, phone := range phones(100) {
		if p.HoldoutArm([]byte(testSecret), phone) == arm {
			return phone
		}
	}
	t.Fatal("nobody is drawn for " + arm)
	return ""
}

// Ensure that the sums of experiments are what the record says of each, counted again from its exposures and
// from the texts that went out.
func TestOutcomesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := Compile(randomDefinition(t), "r1")
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, p: p, rec: Record{Phone: thePerson}, now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), rows: map[uint64]Message{}}
		for range rapid.IntRange(1, 80).Draw(t, "events") {
			w.step()
		}
		checkOutcomes(t, w)
	})
}

// checkOutcomes counts the outcomes of a life again.
func checkOutcomes(t *rapid.T, w *world) {
	for _, x := range w.rec.Exposed {
		converted, optedOut, texts, sameTime := int64(0), int64(0), int64(0), int64(0)
		if x.Converted {
			converted = 1
		}
		if x.OptedOut {
			optedOut = 1
		}
		workflow, _ := x.place()
		for _, m := range w.rows {
			of, _, _ := strings.Cut(m.Name, ".")
			ours := of == workflow || workflow == "" && m.Class != Service
			if m.Out && m.Run != 0 && ours && m.Status != notSentStatus && m.Name != "carried" && w.p.counts(&x, m.At) {
				if texts++; m.At == x.At {
					sameTime++ // it may have gone before the person was exposed
				}
			}
		}
		if got := sumOf(w.measures, x.Experiment, x.Arm, SumTexts); got > texts || got < texts-sameTime {
			t.Fatalf("texts of %s %s: the sums say %d, it was %d, %d of them at the time of the exposure", x.Experiment, x.Arm, got, texts, sameTime)
		}
		for name, want := range map[string]int64{SumExposed: 1, SumConverted: converted, SumSpent: x.Spent, SumSpentSquared: x.Spent * x.Spent / 100,
			SumOptOuts: optedOut} {
			if got := sumOf(w.measures, x.Experiment, x.Arm, name); got != want {
				t.Fatalf("%s of %s %s: the sums say %d, it was %d", name, x.Experiment, x.Arm, got, want)
			}
		}
	}
}
