package program

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// steps reads a workflow's steps in their order.
func (r *reader) steps(v format.Value) []fsm.Step {
	var steps []fsm.Step
	for i, item := range v.Items() {
		if i == MaxSteps {
			break
		}
		if s, ok := r.step(v, item, steps); ok {
			steps = append(steps, s)
		}
	}
	return steps
}

// step reads one step by its kind's key.
func (r *reader) step(list, v format.Value, before []fsm.Step) (fsm.Step, bool) {
	kind, ok := kindOf(v)
	if !ok {
		return fsm.Step{}, false
	}
	o := v.Object(kind.shape)
	named := o.Get(string(kind.kind))
	s := fsm.Step{Kind: kind.kind, Name: o.Text(kind.nameKey())}
	if s.Name == "" {
		s.Name = automatic(kind.kind, said(named), before)
	} else if taken(s.Name, before) {
		named.Fail("the step %q is there already; give this one another name", s.Name)
	}
	o = v.As(list.Path()+"."+s.Name, named).Object(kind.shape)
	for key, to := range map[string]*string{"if": &s.If, "then": &s.Next, "on_timeout": &s.OnTimeout} {
		if kind.shape.Key(key) != nil {
			*to = o.Text(key)
		}
	}
	kind.read(r, o, &s)
	return s, true
}

// kindOf finds the one key that tells a step's kind.
func kindOf(v format.Value) (found stepKind, ok bool) {
	fields := v.Fields()
	var names []string
	for _, kind := range kinds {
		names = append(names, string(kind.kind))
		i := slices.IndexFunc(fields, func(f format.Field) bool { return f.Name == string(kind.kind) })
		if i < 0 {
			continue
		}
		if ok {
			fields[i].Key.Fail("a step is of one kind, not both %s and %s; make two steps of it", found.kind, kind.kind)
			return found, false
		}
		found, ok = kind, true
	}
	if !ok && len(fields) > 0 {
		fields[0].Key.Fail("the step's kind is missing; %s", format.Remedy(fields[0].Name, names))
	}
	return found, ok
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// automatic names a step that has no name, and numbers a name that is taken. Where nobody stays it is
// called by what it does: "start_welcome". A wait is called by the step before it, "wait_after_remind", so
// that who waits there waits on when its span is changed.
func automatic(kind fsm.StepKind, what string, before []fsm.Step) string {
	if kind == fsm.WaitStep || kind == fsm.WaitForStep {
		what = afterWhat(before)
	}
	name := strings.Trim(string(kind)+"_"+notInName.ReplaceAllString(strings.ToLower(what), "_"), "_")
	name = name[:min(len(name), 36)]
	unique := name
	for i := 2; taken(unique, before); i++ {
		unique = fmt.Sprintf("%s_%d", name, i)
	}
	return unique
}

// afterWhat says behind which step a wait stands: the last one that must have a name of its own.
func afterWhat(before []fsm.Step) string {
	for _, s := range slices.Backward(before) {
		switch s.Kind {
		case fsm.SendStep, fsm.AskStep, fsm.BranchStep, fsm.SplitStep, fsm.HandoffStep:
			return "after_" + s.Name
		}
	}
	return "first"
}

// said is what a step without a name says itself: its words, or the first of its keys.
func said(v format.Value) string {
	if !v.IsMapping() {
		return strings.Join(v.Texts(), "_")
	}
	for _, f := range v.Fields() {
		return f.Name
	}
	return ""
}

func taken(name string, steps []fsm.Step) bool {
	return slices.ContainsFunc(steps, func(s fsm.Step) bool { return s.Name == name })
}
