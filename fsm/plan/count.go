package plan

import "github.com/parley-sms/parley/fsm"

// counts tells how many runs stand at each step of the live program.
type counts map[place]int64

type place struct{ workflow, step string }

// count sums standing runs by step. Those of people whom the live program has not met yet stand where
// its moved maps lead them.
func count(live *fsm.Definition, standing map[fsm.Stand]int64) counts {
	c := counts{}
	for s, n := range standing {
		at := place{s.Workflow, s.Step}
		if w := target(live, s.Workflow); w != nil {
			at.workflow = w.Name
			if step := targetStep(w, s.Step); step != nil {
				at.step = step.Name
			}
		}
		c[at] += n
	}
	return c
}

// of sums a workflow's runs.
func (c counts) of(workflow string) (n int64) {
	for at, runs := range c {
		if at.workflow == workflow {
			n += runs
		}
	}
	return n
}

// target is the workflow that a name leads to; nil where its runs end.
func target(def *fsm.Definition, name string) *fsm.Workflow {
	for _, name := range []string{name, def.Moved[name]} {
		for i := range def.Workflows {
			if def.Workflows[i].Name == name {
				return &def.Workflows[i]
			}
		}
	}
	return nil
}

// targetStep is the step that a name leads to; nil where its runs end.
func targetStep(w *fsm.Workflow, name string) *fsm.Step {
	for _, name := range []string{name, w.Moved[name]} {
		for i := range w.Steps {
			if w.Steps[i].Name == name {
				return &w.Steps[i]
			}
		}
	}
	return nil
}

// origin is the workflow that a new one was before; nil for one that is new. Where several became one, it
// is the one of the same name, or else the first.
func origin(before, after *fsm.Definition, name string) *fsm.Workflow {
	var first *fsm.Workflow
	for i := range before.Workflows {
		w := &before.Workflows[i]
		to := target(after, w.Name)
		if to == nil || to.Name != name {
			continue
		}
		if w.Name == name {
			return w
		}
		if first == nil {
			first = w
		}
	}
	return first
}
