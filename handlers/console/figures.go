package console

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// figureDays is how many days the figures of workflows are of, today included.
const figureDays = 28

// sums are the measures of the last figureDays, by workflow, step and name; those of a workflow as a whole have no step.
type sums map[[3]string]int64

// sums adds up what the store measured of everybody, whatever the arm and detail.
func (h *console) sums(ctx context.Context, p *fsm.Program) (sums, error) {
	today, all := p.Day(fsm.At(h.Engine.Now())), sums{}
	err := h.Store.Measures(ctx, today-figureDays+1, today, func(m fsm.Measure) error {
		if m.Arm != "" || m.Workflow == "" {
			return nil
		}
		all[[3]string{m.Workflow, m.Step, m.Name}] += m.N
		if m.Step != "" {
			all[[3]string{m.Workflow, "", m.Name}] += m.N
		}
		return nil
	})
	return all, err
}

// of is a sum of a whole workflow.
func (s sums) of(workflow, name string) int64 { return s[[3]string{workflow, "", name}] }

// target is a share that a workflow is measured by, and what it was.
type target struct {
	Name  string
	Want  string
	Is    string // empty: nobody measured it
	Worse bool
}

// targets compares a workflow with its targets, by name.
func (s sums) targets(w *fsm.Workflow) []target {
	var list []target
	for _, name := range slices.Sorted(maps.Keys(w.Targets)) {
		want := w.Targets[name]
		t := target{Name: name, Want: percent(want)}
		if part, whole := s.measured(w.Name, name); whole > 0 {
			is := float64(part) / float64(whole)
			t.Is = percent(is)
			t.Worse = is < want
			if name == "optouts_max" {
				t.Worse = is > want
			}
		}
		list = append(list, t)
	}
	return list
}

// measured is what a target compares: how many of how many.
func (s sums) measured(workflow, target string) (part, whole int64) {
	switch target {
	case "conversion":
		return s.of(workflow, fsm.SumGoals), s.of(workflow, fsm.SumEntered)
	case "optouts_max":
		return s.of(workflow, fsm.SumOptOuts), s.of(workflow, fsm.SumReleased)
	}
	return 0, 0
}

// percent writes a share.
func percent(share float64) string { return fmt.Sprintf("%.3g%%", share*100) }

// share writes how many of how many, where there are any.
func share(part, whole int64) string {
	if whole <= 0 {
		return "–"
	}
	return percent(float64(part) / float64(whole))
}
