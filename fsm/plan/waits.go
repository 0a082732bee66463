package plan

import (
	"maps"

	"github.com/parley-sms/parley/fsm"
)

// FollowWaits adds to the moved maps of a new definition the waits that have another name and stand where they
// stood: after the same step, or else before the same. A wait without a name of its own is called by its
// time, and whoever waits must not fall out because that was changed.
func FollowWaits(before, after *fsm.Definition) {
	for i := range after.Workflows {
		is := &after.Workflows[i]
		if was := origin(before, after, is.Name); was != nil {
			moved := map[string]string{}
			maps.Copy(moved, is.Moved)
			followWaits(was, is, moved, -1)
			followWaits(was, is, moved, 1)
			is.Moved = moved
		}
	}
}

// followWaits finds the waits by the step on one side of them.
func followWaits(was, is *fsm.Workflow, moved map[string]string, side int) {
	kept, taken := names(is), names(was)
	for _, to := range moved {
		taken[to] = true
	}
	for k := range was.Steps {
		s := &was.Steps[k]
		if s.Kind != fsm.WaitStep || kept[s.Name] || moved[s.Name] != "" {
			continue
		}
		near := beside(was, k+side)
		if to := moved[near]; to != "" {
			near = to
		}
		for j := range is.Steps {
			if t := &is.Steps[j]; t.Kind == fsm.WaitStep && !taken[t.Name] && beside(is, j+side) == near {
				moved[s.Name], taken[t.Name] = t.Name, true
				break
			}
		}
	}
}

func names(w *fsm.Workflow) map[string]bool {
	all := map[string]bool{}
	for i := range w.Steps {
		all[w.Steps[i].Name] = true
	}
	return all
}

// beside names the step at an index; nothing before the first and after the last.
func beside(w *fsm.Workflow, i int) string {
	if i < 0 || i >= len(w.Steps) {
		return ""
	}
	return w.Steps[i].Name
}
