package console

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/bot/report"
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

// workflow is all sums of a workflow as a whole, as reports have them.
func (s sums) workflow(name string) report.Sums {
	all := report.Sums{}
	for key, n := range s {
		if key[0] == name && key[1] == "" {
			all[key[2]] = n
		}
	}
	return all
}

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
		if is, ceiling, ok := report.Measured(name, s.workflow(w.Name)); ok {
			t.Is = percent(is)
			t.Worse = is < want
			if ceiling {
				t.Worse = is > want
			}
		}
		list = append(list, t)
	}
	return list
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
