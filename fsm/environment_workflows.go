package fsm

import (
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm/spelling"
)

// goalOf is the name under which a record remembers when runs of a workflow reached their goal.
func goalOf(workflow string) string { return goalPrefix + workflow }

const goalPrefix = "goal:" // no event type has a colon

// within is whether another workflow is under way: none is a reason of its own to keep its texts back.
func (s scope) within(name string) (variable, string) {
	if why := s.unknown(name); why != "" {
		return variable{}, why
	}
	if s.w != nil && s.w.Name == name {
		return variable{}, quote(name) + " is this workflow itself; in_workflow asks for another one"
	}
	return truth(func(s *scene) bool {
		return s.of != name && slices.ContainsFunc(s.rec.Runs, func(r Run) bool { return r.Workflow == name })
	}), ""
}

// converted is whether a run of a workflow reached its goal within a span: "converted cart 30d".
func (s scope) converted(name, span string) (variable, string) {
	within, why := parseSpan(span)
	if known := s.unknown(name); known != "" {
		why = known
	}
	i := slices.IndexFunc(s.c.p.Workflows, func(w Workflow) bool { return w.Name == name })
	if why == "" && s.c.p.Workflows[i].Goal == nil {
		why = quote(name) + " has no goal, so nobody ever converts; give it one, such as goal: { on: purchase }"
	}
	if why != "" {
		return variable{}, why
	}
	n := s.tallied(goalOf(name), within)
	return moving(truth(func(s *scene) bool { return n.get(s) != 0 })), ""
}

// unknown says what is wrong with a workflow's name; "" where nothing is.
func (s scope) unknown(name string) string {
	var names []string
	for i := range s.c.p.Workflows {
		names = append(names, s.c.p.Workflows[i].Name)
	}
	if slices.Contains(names, name) {
		return ""
	}
	return "there is no workflow " + quote(name) + "; " + spelling.Remedy(name, names)
}

// renameGoals lets goals that were reached count for workflows that have another name now.
func (d *deciding) renameGoals() {
	for i := range d.rec.Tallies {
		if name, goal := strings.CutPrefix(d.rec.Tallies[i].Type, goalPrefix); goal {
			now, _ := d.p.Renamed(name, "")
			d.rec.Tallies[i].Type = goalOf(now)
		}
	}
}

// thread is the conversation with a person of the shop.
func (s scope) thread(part string) (variable, []string, bool) {
	return pick(map[string]variable{
		"open": truth(func(s *scene) bool { return s.rec.Thread.OpenedAt > 0 }),
	}, part)
}

// number is what carriers taught about the number.
func (s scope) number(part string) (variable, []string, bool) {
	return pick(map[string]variable{
		"unreachable": number(func(s *scene) int { return s.rec.Number.Unreachable }),
	}, part)
}
