package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/outline"
)

// compareWorkflows tells what becomes of a workflow; was is nil for a new one.
func compareWorkflows(was, is *fsm.Workflow, runs counts) Workflow {
	if was == nil {
		return Workflow{Name: is.Name, Kind: Added, Changes: changes(nil, outline.Workflow(is)), Steps: added(is)}
	}
	w := Workflow{Name: is.Name, Kind: Same, Runs: runs.of(was.Name), Changes: changes(outline.Workflow(was), outline.Workflow(is))}
	w.Effects = workflowEffects(w.Changes)
	if order := reordered(was, is); order != nil {
		w.Changes = append(w.Changes, *order)
	}
	w.Steps = compareSteps(was, is, runs)
	differs := slices.ContainsFunc(w.Steps, func(s Step) bool { return s.Kind != Same })
	switch {
	case was.Name != is.Name:
		w.Kind, w.Was = Moved, was.Name
	case len(w.Changes) > 0 || differs:
		w.Kind = Changed
	}
	return w
}

func added(w *fsm.Workflow) []Step {
	var list []Step
	for i := range w.Steps {
		list = append(list, Step{Name: w.Steps[i].Name, Kind: Added, Changes: changes(nil, outline.Step(&w.Steps[i]))})
	}
	return list
}

// removedWorkflow tells who loses a workflow.
func removedWorkflow(was *fsm.Workflow, runs counts) Workflow {
	w := Workflow{Name: was.Name, Kind: Removed, Runs: runs.of(was.Name), Effects: []string{"all its runs end"}}
	for i := range was.Steps {
		w.Steps = append(w.Steps, Step{Name: was.Steps[i].Name, Kind: Removed, Runs: runs[place{was.Name, was.Steps[i].Name}]})
	}
	return w
}

// workflowEffects tells what a workflow's changes mean for whom is inside.
func workflowEffects(list []Change) []string {
	var effects []string
	say := func(text string, names ...string) {
		if slices.ContainsFunc(list, func(c Change) bool { return slices.Contains(names, c.What) }) {
			effects = append(effects, text)
		}
	}
	say("texts that have not gone out go by the new class", "class")
	say("entries by date that are on calendars are set anew", "enter.date", "enter.before", "enter.after", "enter.yearly", "enter.at")
	say("runs under way reach the goal by its new words", "goal")
	if slices.ContainsFunc(list, func(c Change) bool { return strings.HasPrefix(c.What, "exit[") }) {
		effects = append(effects, "runs under way leave by the new exits")
	}
	return effects
}

// reordered tells that the steps which stay have another order.
func reordered(was, is *fsm.Workflow) *Change {
	var before, after []string
	for i := range was.Steps {
		if s := targetStep(is, was.Steps[i].Name); s != nil && !slices.Contains(before, s.Name) {
			before = append(before, s.Name)
		}
	}
	for i := range is.Steps {
		if slices.Contains(before, is.Steps[i].Name) {
			after = append(after, is.Steps[i].Name)
		}
	}
	if slices.Equal(before, after) {
		return nil
	}
	return &Change{"order", strings.Join(before, ", "), strings.Join(after, ", ")}
}

// changes compares facts by name; of one name there may be several, which count in their order.
func changes(was, is []outline.Fact) []Change {
	var names []string
	says := func(list []outline.Fact) map[string]string {
		all := map[string]string{}
		for _, f := range list {
			if _, twice := all[f.Name]; twice {
				all[f.Name] += "; "
			}
			all[f.Name] += f.Says
			if !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
		return all
	}
	after, before := says(is), says(was)
	var list []Change
	for _, name := range names {
		if before[name] != after[name] {
			list = append(list, Change{name, before[name], after[name]})
		}
	}
	return list
}

// String says a change on one line: "wait: 24h, now 12h".
func (c Change) String() string {
	from, to := clip(c.From), clip(c.To)
	switch {
	case c.From == "":
		return fmt.Sprintf("%s: now %s", c.What, to)
	case c.To == "":
		return fmt.Sprintf("%s: no more %s", c.What, from)
	}
	return fmt.Sprintf("%s: %s, now %s", c.What, from, to)
}
