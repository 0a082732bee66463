package fsm

import (
	"slices"
	"strings"
	"time"
)

// Exposure is that a person came to where the arms of an experiment part. From then on what the person does
// counts for the arm, whether or not its texts could go: who was meant to get something is compared with who
// was not. There is one for each experiment, and the person keeps its arm, whatever becomes of weights.
type Exposure struct {
	Experiment string `cbor:"1,keyasint" json:"experiment"` // "cart.offer_test", or the name of the program's holdout
	Arm        string `cbor:"2,keyasint" json:"arm"`
	At         Moment `cbor:"3,keyasint" json:"at"`
	Converted  bool   `cbor:"4,keyasint,omitempty" json:"converted"`
	OptedOut   bool   `cbor:"5,keyasint,omitempty" json:"opted_out"`
	Spent      int64  `cbor:"6,keyasint,omitempty" json:"spent"` // since then, in hundredths of the currency
}

// OutcomesFor is how long after an exposure what a person does counts, where the workflow's goal does not say
// within which time; HoldoutFor is the same for the program's holdout.
const (
	OutcomesFor = 14 * 24 * time.Hour
	HoldoutFor  = 90 * 24 * time.Hour
)

// expose notes the first time that a person comes to where an experiment's arms part. Their weights of now say
// how many people are to be expected in each.
func (d *deciding) expose(experiment, arm string, arms []Arm) {
	if arm == "" || d.exposed(experiment) != nil {
		return
	}
	d.note("exposed:"+experiment, arm)
	d.rec.Exposed = append(d.rec.Exposed, Exposure{Experiment: experiment, Arm: arm, At: d.now})
	x := d.rec.Exposed[len(d.rec.Exposed)-1]
	d.outcome(&x, SumExposed, 1)
	total := 0
	for _, a := range arms {
		total += a.Weight
	}
	for _, a := range arms {
		if x.Arm = a.Name; a.Weight > 0 {
			d.outcome(&x, SumExpected, 1_000_000*int64(a.Weight)/int64(total))
		}
	}
}

// exposed finds the person's exposure to an experiment; nil where there is none.
func (d *deciding) exposed(experiment string) *Exposure {
	for i := range d.rec.Exposed {
		if d.rec.Exposed[i].Experiment == experiment {
			return &d.rec.Exposed[i]
		}
	}
	return nil
}

// part exposes a run that comes to a step at which the arms of splits part.
func (d *deciding) part(w *workflow, s *Step, run *Run) {
	for _, split := range w.partings[s.Name] {
		if parted, ok := w.step(split); ok {
			d.expose(w.Name+"."+split, run.Arms[split], parted.Arms)
		}
	}
}

// outcome adds to a sum of an exposure's arm, on the day of the exposure: so the sums of a day are all of the
// same people.
func (d *deciding) outcome(x *Exposure, sum string, n int64) {
	workflow, split := x.place()
	d.measure(x.At, Measure{Name: sum, Workflow: workflow, Step: split, Arm: x.Arm, N: n})
}

// place is where an experiment stands: a workflow and its split, or for the program's holdout no workflow and
// its name.
func (x *Exposure) place() (workflow, split string) {
	if workflow, split, ok := strings.Cut(x.Experiment, "."); ok {
		return workflow, split
	}
	return "", x.Experiment
}

// counts tells whether what happened at some time counts for an exposure.
func (p *Program) counts(x *Exposure, at Moment) bool {
	return at >= x.At && at.Sub(x.At) <= p.CountsFor(x.place())
}

// CountsFor is how long after an exposure to an experiment what a person does counts.
func (p *Program) CountsFor(workflow, _ string) time.Duration {
	w := p.workflows[workflow]
	switch {
	case workflow == "":
		return HoldoutFor
	case w == nil || w.Goal == nil || w.Goal.Within == 0:
		return OutcomesFor
	}
	return w.Goal.Within
}

// boundExposed forgets exposures of which there are too many.
func (d *deciding) boundExposed() {
	for len(d.rec.Exposed) > MaxExposed {
		d.forgetExposed()
	}
}

// forgetExposed forgets the oldest exposure for which nothing counts any more, or else the oldest one.
func (d *deciding) forgetExposed() {
	i := slices.IndexFunc(d.rec.Exposed, func(x Exposure) bool { return !d.p.counts(&x, d.now) })
	i = max(i, 0)
	d.rec.Exposed = slices.Delete(d.rec.Exposed, i, i+1)
}

// renameExposed follows experiments to their new names. Of two that have become one the older stays.
func (d *deciding) renameExposed() {
	var kept []Exposure
	for _, x := range d.rec.Exposed {
		if workflow, split := x.place(); workflow != "" {
			workflow, split = d.p.Renamed(workflow, split)
			x.Experiment = workflow + "." + split
		}
		if !slices.ContainsFunc(kept, func(o Exposure) bool { return o.Experiment == x.Experiment }) {
			kept = append(kept, x)
		}
	}
	d.rec.Exposed = kept
}
