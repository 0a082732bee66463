package experiments

import (
	"context"
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// CeilingTarget is the target of a workflow that says which share of its people may opt out at most.
const CeilingTarget = "optouts_max"

// Harm is an arm that drives more people away than its workflow's target allows.
type Harm struct {
	Workflow string
	Split    string
	Arm      string
	Ceiling  float64 // share of people
	OptedOut int
	People   int
}

// Harmful lists the arms of the live program whose people opt out more often than the workflow's target allows,
// for certain: by a test that is right however often it is asked.
func Harmful(ctx context.Context, s Sums, p *fsm.Program, now fsm.Moment) ([]Harm, error) {
	found, err := add(ctx, s, p, p.Day(now))
	if err != nil {
		return nil, err
	}
	ceilings := map[string]float64{}
	for i := range p.Workflows {
		ceilings[p.Workflows[i].Name] = p.Workflows[i].Targets[CeilingTarget]
	}
	var list []Harm
	for _, t := range found.of(p) {
		for _, a := range t.live {
			optedOut := t.count(a.Name, fsm.SumOptOuts)
			if t.workflow != "" && t.of(a.Name, fsm.SumTexts) > 0 && optedOut.Exceeds(ceilings[t.workflow]) {
				list = append(list, Harm{t.workflow, t.split, a.Name, ceilings[t.workflow], optedOut.Hits, optedOut.Of})
			}
		}
	}
	return list, nil
}

// String names the rule and its evidence.
func (h Harm) String() string {
	return fmt.Sprintf("the arm %s of %s.%s drives people away: %d of %d opted out, %.1f %%, and its target optouts_max is %g %%",
		h.Arm, h.Workflow, h.Split, h.OptedOut, h.People, 100*float64(h.OptedOut)/float64(h.People), 100*h.Ceiling)
}
