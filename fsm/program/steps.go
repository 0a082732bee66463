package program

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// stepKind is how a kind of step is written: the key that names the kind, and the keys that may
// stand beside it.
type stepKind struct {
	kind fsm.StepKind
	keys []string
	read func(r *reader, o object, s *fsm.Step)
}

func stepKinds() []stepKind {
	return []stepKind{
		{fsm.SendStep, []string{"text", "if", "send_by", "in_doubt", "then"}, readSend},
		{fsm.AskStep, []string{"text", "if", "send_by", "in_doubt", "then", "answers", "free", "save", "retry", "timeout", "on_timeout"}, readAsk},
		{fsm.WaitStep, []string{"name", "then"}, readWait},
		{fsm.WaitForStep, []string{"name", "timeout", "on_timeout", "then"}, readWaitFor},
		{fsm.BranchStep, []string{"cases"}, readBranch},
		{fsm.SplitStep, []string{"arms", "then"}, readSplit},
		{fsm.SetStep, []string{"name", "then"}, readSet},
		{fsm.StartStep, []string{"name", "then"}, readStart},
		{fsm.HandoffStep, []string{"then"}, readNothing},
		{fsm.ExitStep, nil, readNothing},
	}
}

// steps reads a workflow's steps in their order.
func (r *reader) steps(where string, v value) []fsm.Step {
	var steps []fsm.Step
	items := v.items()
	if len(items) > MaxSteps {
		v.fail("holds %d steps; a workflow may have %d", len(items), MaxSteps)
		return nil
	}
	for _, item := range items {
		if s, ok := r.step(where, item, steps); ok {
			steps = append(steps, s)
		}
	}
	return steps
}

// step reads one step by its kind's key.
func (r *reader) step(where string, v value, before []fsm.Step) (fsm.Step, bool) {
	kind, ok := kindOf(v)
	if !ok {
		return fsm.Step{}, false
	}
	o := v.object(append([]string{string(kind.kind)}, kind.keys...)...)
	named := o.get(string(kind.kind))
	s := fsm.Step{Kind: kind.kind, Next: o.text("then")}
	if slices.Contains(kind.keys, "name") {
		s.Name = o.text("name")
	} else {
		s.Name = named.text()
	}
	auto := s.Name == ""
	kind.read(r, o, &s)
	switch {
	case auto:
		s.Name = unused(s.Name, before)
	case taken(s.Name, before):
		named.fail("the step %q is there already; give this one another name", s.Name)
	}
	r.place(where+".steps."+s.Name, named, o)
	return s, true
}

// place notes where the parts of a step are written, by the compiler's words for them.
func (r *reader) place(at string, named value, o object) {
	r.places[at] = named
	for _, key := range []string{"if", "text", "retry", "answers", "cases", "timeout", "on_timeout", "then", "save", "arms"} {
		r.places[at+"."+key] = o.get(key)
	}
}

// kindOf finds the one key that tells a step's kind.
func kindOf(v value) (found stepKind, ok bool) {
	fields := v.fields()
	var names []string
	for _, kind := range stepKinds() {
		names = append(names, string(kind.kind))
		if i := slices.IndexFunc(fields, func(f field) bool { return f.name == string(kind.kind) }); i >= 0 {
			if ok {
				fields[i].key.fail("a step is of one kind, not both %s and %s; make two steps of it", found.kind, kind.kind)
				return found, false
			}
			found, ok = kind, true
		}
	}
	if !ok && len(fields) > 0 {
		fields[0].key.fail("the step's kind is missing; %s", remedy(fields[0].name, names))
	}
	return found, ok
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// automatic names a step by what it does: "wait_24h", "start_welcome".
func automatic(s *fsm.Step, what string) {
	if s.Name == "" {
		s.Name = strings.Trim(string(s.Kind)+"_"+notInName.ReplaceAllString(strings.ToLower(what), "_"), "_")
		s.Name = s.Name[:min(len(s.Name), 36)]
	}
}

// unused numbers an automatic name that is taken.
func unused(name string, steps []fsm.Step) string {
	unique := name
	for i := 2; taken(unique, steps); i++ {
		unique = fmt.Sprintf("%s_%d", name, i)
	}
	return unique
}

func taken(name string, steps []fsm.Step) bool {
	return slices.ContainsFunc(steps, func(s fsm.Step) bool { return s.Name == name })
}
