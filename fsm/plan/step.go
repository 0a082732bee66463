package plan

import (
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/outline"
)

// compareSteps lists the steps of a workflow that differ, and those where somebody stands, in the new
// order; then the steps that vanish.
func compareSteps(was, is *fsm.Workflow, runs counts) []Step {
	var list []Step
	for i := range is.Steps {
		s := compareStep(was, is, &is.Steps[i], runs)
		if s.Kind == Added {
			s.Past = past(was, is, i, runs)
		}
		if s.Kind != Same || s.Runs > 0 {
			list = append(list, s)
		}
	}
	for i := range was.Steps {
		gone := &was.Steps[i]
		if targetStep(is, gone.Name) == nil {
			list = append(list, Step{Name: gone.Name, Kind: Removed, Runs: runs[place{was.Name, gone.Name}],
				Effects: []string{"runs that stand here end; name another step under moved: to let them go on there"}})
		}
	}
	return list
}

// compareStep tells what becomes of those who stand at what is now the step s.
func compareStep(was, is *fsm.Workflow, s *fsm.Step, runs counts) Step {
	step := Step{Name: s.Name, Kind: Same}
	var before *fsm.Step
	for i := range was.Steps {
		old := &was.Steps[i]
		if to := targetStep(is, old.Name); to == nil || to.Name != s.Name {
			continue
		}
		step.Runs += runs[place{was.Name, old.Name}]
		if before == nil || old.Name == s.Name {
			before = old
		}
	}
	if before == nil {
		step.Kind, step.Changes = Added, changes(nil, outline.Step(s))
		return step
	}
	step.Changes = changes(outline.Step(before), outline.Step(s))
	step.Effects = effects(before, s, step.Changes)
	switch {
	case before.Name != s.Name:
		step.Kind, step.Was = Moved, before.Name
	case len(step.Changes) > 0:
		step.Kind = Changed
	}
	return step
}

// past counts the runs that stand beyond an added step: for them it never runs, unless a step leads
// back to it.
func past(was, is *fsm.Workflow, at int, runs counts) (n int64) {
	beyond := map[string]bool{}
	for _, s := range is.Steps[at+1:] {
		beyond[s.Name] = true
	}
	for i := range was.Steps {
		if to := targetStep(is, was.Steps[i].Name); to != nil && beyond[to.Name] {
			n += runs[place{was.Name, was.Steps[i].Name}]
		}
	}
	return n
}

// effects tells what a step's changes mean for those who stand there.
func effects(was, is *fsm.Step, list []Change) []string {
	if was.Kind != is.Kind {
		return []string{"runs that stand here begin the step anew"}
	}
	var said []string
	say := func(text string, names ...string) {
		if slices.ContainsFunc(list, func(c Change) bool {
			return slices.ContainsFunc(names, func(name string) bool {
				return c.What == name || strings.HasPrefix(c.What, name+".") || strings.HasPrefix(c.What, name+"[")
			})
		}) {
			said = append(said, text)
		}
	}
	if is.Kind == fsm.WaitStep {
		say(waits(&was.Wait, &is.Wait), "wait", "passed")
	}
	if is.Kind == fsm.AskStep {
		say("open questions keep the answers that they were asked with", "answers", "free", "save")
		say("open questions keep their time; those asked from now on have the new one", "timeout")
	} else {
		say("timeouts "+shift(is.Timeout-was.Timeout), "timeout")
	}
	say("texts that have not gone out say the new words", "text")
	say("texts that have not gone out are asked by the new condition", "if")
	say("texts that have not gone out make the new offer", "offer")
	say("whoever waits here waits for the new events", "wait_for")
	return said
}

// waits tells how the timers of a wait move.
func waits(was, is *fsm.Wait) string {
	if plain(was) && plain(is) {
		return "timers " + shift(is.For-was.For)
	}
	return "timers are set anew, from when the wait began; who is past due then goes on at once"
}

// plain tells whether a wait is for a span alone.
func plain(w *fsm.Wait) bool { return *w == fsm.Wait{For: w.For, Passed: w.Passed} }

// shift says by how much timers move.
func shift(by time.Duration) string {
	if by < 0 {
		return "move " + fsm.Span(-by) + " earlier; who is past due then goes on at once"
	}
	return "move " + fsm.Span(by) + " later"
}
