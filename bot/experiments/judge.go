package experiments

import (
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/lift"
)

// The badges of experiments.
const (
	Decided   = "decided"
	Undecided = "undecided"
	Uneven    = "uneven"
)

// judged compares the arms of an experiment.
func (t *totals) judged(today fsm.Day) Experiment {
	arms := t.arms()
	base := control(arms)
	e := Experiment{Name: strings.TrimPrefix(t.workflow+"."+t.split, "."), Workflow: t.workflow, Live: t.live != nil,
		Control: arms[base].Name, Uneven: 1, Arms: []Arm{}, Lifts: []Lift{}}
	if t.first > 0 {
		e.Since, e.Days = t.first.Time().Format(time.DateOnly), int(today-t.first)+1
	}
	converted := make([]lift.Count, len(arms))
	for i, a := range arms {
		converted[i] = t.count(a.Name, fsm.SumConverted)
	}
	best := lift.Best(converted)
	for i, a := range arms {
		e.Arms = append(e.Arms, t.arm(a, best[i]))
	}
	for _, pair := range pairs(arms, base) {
		e.Lifts = append(e.Lifts, t.lift(pair[0], pair[1], e.Days, len(arms)*(len(arms)-1)/2))
	}
	e.badge(t.uneven(arms))
	return e
}

// pairs are all that can be compared: the others with the control first, then each with those before it.
func pairs(arms []fsm.Arm, base int) (list [][2]string) {
	for i, a := range arms {
		if i != base {
			list = append(list, [2]string{arms[base].Name, a.Name})
		}
	}
	for i, b := range arms {
		for j, a := range arms[:i] {
			if i != base && j != base {
				list = append(list, [2]string{a.Name, b.Name})
			}
		}
	}
	return list
}

// count is how many of the people of an arm did something.
func (t *totals) count(arm, sum string) lift.Count {
	people := t.of(arm, fsm.SumExposed)
	return lift.Count{Hits: int(min(t.of(arm, sum), people)), Of: int(people)}
}

// spent is what the people of an arm spent each.
func (t *totals) spent(arm string) lift.Sums {
	return lift.Sums{N: int(t.of(arm, fsm.SumExposed)), Sum: hundredths(t.of(arm, fsm.SumSpent)), Squares: hundredths(t.of(arm, fsm.SumSpentSquared))}
}

func (t *totals) arm(a fsm.Arm, best float64) Arm {
	converted, optedOut, spent := t.count(a.Name, fsm.SumConverted), t.count(a.Name, fsm.SumOptOuts), t.spent(a.Name)
	return Arm{
		Name: a.Name, Weight: a.Weight, People: converted.Of, Converted: converted.Hits, Best: round(best),
		Rate: estimate(converted.Rate(), converted.Wilson()), Spent: spent.Sum, PerPerson: estimate(spent.Mean(), spent.Normal()),
		OptedOut: optedOut.Hits, OptOuts: estimate(optedOut.Rate(), optedOut.Wilson()), Texts: int(t.of(a.Name, fsm.SumTexts)),
	}
}

// lift compares an arm with another one, as one of so many comparisons.
func (t *totals) lift(base, arm string, days, comparisons int) Lift {
	a, b := t.count(base, fsm.SumConverted), t.count(arm, fsm.SumConverted)
	difference := b.Rate() - a.Rate()
	l := Lift{
		Arm: arm, Against: base, Conversion: estimate(difference, lift.Newcombe(a, b)), Always: always(a.Sums(), b.Sums(), comparisons),
		Decided:    lift.Decided(a.Sums(), b.Sums(), a.Hits+b.Hits, comparisons),
		Detectable: round(lift.Detectable(a.Sums(), b.Sums(), comparisons)),
		Spent:      always(t.spent(base), t.spent(arm), comparisons),
		SpentMore:  lift.Decided(t.spent(base), t.spent(arm), a.Hits+b.Hits, comparisons),
	}
	if more, ok := lift.Days(a.Sums(), b.Sums(), difference, days, comparisons); ok && !l.Decided {
		l.NeedsDays = &more
	}
	return l
}

func always(a, b lift.Sums, comparisons int) *Estimate {
	if a.N < lift.LeastPeople || b.N < lift.LeastPeople {
		return nil
	}
	e := estimate(b.Mean()-a.Mean(), lift.Always(a, b, lift.Alpha(comparisons)))
	return &e
}

func estimate(value float64, i lift.Interval) Estimate {
	return Estimate{round(value), round(i.Low), round(i.High)}
}

// uneven tells how likely people are spread as they are.
func (t *totals) uneven(arms []fsm.Arm) (float64, bool) {
	people, expected := make([]int, len(arms)), make([]float64, len(arms))
	for i, a := range arms {
		people[i], expected[i] = int(t.of(a.Name, fsm.SumExposed)), float64(t.of(a.Name, fsm.SumExpected))/1e6
	}
	return lift.Uneven(people, expected)
}

// badge says how the experiment stands.
func (e *Experiment) badge(p float64, uneven bool) {
	e.Uneven = round(p)
	decided := e.decided()
	switch {
	case e.Since == "":
		e.Says = "nobody came to it yet"
	case uneven:
		e.Badge = Uneven
		e.Says = fmt.Sprintf("people are not spread as the weights say (chance of 1 in %.0f): find out why before you believe a figure", 1/max(p, 1e-9))
	case len(decided) > 0:
		e.Badge, e.Says = Decided, strings.Join(decided, "; ")
	default:
		e.Badge, e.Says = Undecided, e.waits()
	}
}

// decided says what is known for certain.
func (e *Experiment) decided() (says []string) {
	for _, l := range e.Lifts {
		better, worse := l.Arm, l.Against
		if l.Conversion.Value < 0 {
			better, worse = worse, better
		}
		if l.Decided {
			says = append(says, fmt.Sprintf("%s converts more people than %s", better, worse))
		}
	}
	return says
}

// waits says how long it takes until something can be told.
func (e *Experiment) waits() string {
	var soonest *int
	for _, l := range e.Lifts {
		if l.NeedsDays != nil && (soonest == nil || *l.NeedsDays < *soonest) {
			soonest = l.NeedsDays
		}
	}
	switch {
	case soonest == nil:
		return "cannot tell, and will not at this pace: the arms do about the same"
	case *soonest == 1:
		return "cannot tell yet: it needs 1 more day at this pace, if the difference stays"
	}
	return fmt.Sprintf("cannot tell yet: it needs %d more days at this pace, if the difference stays", *soonest)
}
