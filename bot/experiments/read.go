package experiments

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// Sums is what a store can tell.
type Sums interface {
	Measures(ctx context.Context, from, to fsm.Day, each func(fsm.Measure) error) error
}

// lookBack is how many days before the present one are read, so that what is over long ago is not told for
// ever.
const lookBack = 400

// Read tells what came of every experiment of the live program, and of those that somebody came to within
// the last 400 days, by name; the program's holdout first.
func Read(ctx context.Context, s Sums, p *fsm.Program, now fsm.Moment) (Outcomes, error) {
	today := p.Day(now)
	found, err := add(ctx, s, p, today)
	if err != nil {
		return Outcomes{}, err
	}
	r := Outcomes{At: now, Currency: p.Currency, Experiments: []Experiment{}}
	for _, t := range found.of(p) {
		r.Experiments = append(r.Experiments, t.judged(today))
	}
	return r, nil
}

// totals are the sums of one experiment.
type totals struct {
	workflow, split string // without a workflow, the program's holdout and its name
	live            []fsm.Arm
	first           fsm.Day // on which somebody came to it; 0: nobody did
	counts          map[string]map[string]int64
}

// experiments are all that there are, by workflow and split.
type experiments map[[2]string]*totals

// sum names a kept sum of an arm, as the days have it; sums of all days are one before anything else is done.
type sum struct{ workflow, step, arm, name string }

// summed is a sum over all days, and the first of them.
type summed struct {
	n     int64
	first fsm.Day
}

func add(ctx context.Context, s Sums, p *fsm.Program, today fsm.Day) (experiments, error) {
	all := map[sum]*summed{}
	err := s.Measures(ctx, today-lookBack, today+1, func(m fsm.Measure) error {
		if m.Arm == "" {
			return nil
		}
		key := sum{m.Workflow, m.Step, m.Arm, m.Name}
		if all[key] == nil {
			all[key] = &summed{first: m.Day}
		}
		all[key].n += m.N
		all[key].first = min(all[key].first, m.Day)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what came of experiments: %w", err)
	}
	found := experiments{}
	for key, of := range all {
		found.add(p, key, of)
	}
	return found, nil
}

// add adds a sum to its experiment, by the name that this has now.
func (e experiments) add(p *fsm.Program, s sum, of *summed) {
	workflow, split := s.workflow, s.step
	if workflow != "" {
		workflow, split = p.Renamed(workflow, split)
	}
	t := e.at(workflow, split)
	if t.first == 0 || of.first < t.first {
		t.first = of.first
	}
	if t.counts[s.arm] == nil {
		t.counts[s.arm] = map[string]int64{}
	}
	t.counts[s.arm][s.name] += of.n
}

func (e experiments) at(workflow, split string) *totals {
	key := [2]string{workflow, split}
	if e[key] == nil {
		e[key] = &totals{workflow: workflow, split: split, counts: map[string]map[string]int64{}}
	}
	return e[key]
}

// of brings the experiments of the live program in, and lists all by workflow and name.
func (e experiments) of(p *fsm.Program) []*totals {
	if h := p.Holdout; h.Share > 0 {
		e.at("", h.Name()).live = h.Arms()
	}
	for i := range p.Workflows {
		for _, s := range p.Workflows[i].Steps {
			if arms := s.Parts(); arms != nil {
				e.at(p.Workflows[i].Name, s.Name).live = arms
			}
		}
	}
	var list []*totals
	for _, t := range e {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *totals) int {
		return cmp.Or(cmp.Compare(a.workflow, b.workflow), cmp.Compare(a.split, b.split))
	})
	return list
}

// arms lists the arms, those of the program in its order and then those that are gone.
func (t *totals) arms() []fsm.Arm {
	list := slices.Clone(t.live)
	var gone []string
	for name := range t.counts {
		if !slices.ContainsFunc(list, func(a fsm.Arm) bool { return a.Name == name }) {
			gone = append(gone, name)
		}
	}
	slices.Sort(gone)
	for _, name := range gone {
		list = append(list, fsm.Arm{Name: name})
	}
	return list
}

// control is the place of the arm that others are compared with: one that gets nothing or is called so, or
// else the first one.
func control(arms []fsm.Arm) int {
	for _, name := range []string{fsm.HeldArm, fsm.ExploreArm, "holdout", "control"} {
		if i := slices.IndexFunc(arms, func(a fsm.Arm) bool { return a.Name == name }); i >= 0 {
			return i
		}
	}
	return 0
}

// of gives one sum of an arm; none is less than zero, but for what is still to be taken back.
func (t *totals) of(arm, sum string) int64 { return max(t.counts[arm][sum], 0) }

// hundredths is an amount of money as it is written.
func hundredths(n int64) float64 { return float64(n) / 100 }

// round leaves out what no figure can tell.
func round(v float64) float64 {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	return math.Round(v*1e6) / 1e6
}
