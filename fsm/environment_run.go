package fsm

import (
	"slices"
	"strings"
)

// thisRun is what conditions and texts may know of the run that they stand in, and of no other.
func (s scope) thisRun(part string) (variable, []string, bool) {
	if s.w == nil {
		return variable{}, nil, false
	}
	switch what, step, _ := strings.Cut(part, "."); what {
	case "clicks":
		return s.clicks(step)
	case "replies":
		return s.replies(step)
	}
	v, known, ok := pick(map[string]variable{
		"key":       {field: Field{Type: StringType}, lacks: s.c.keyLacks(s.w), get: func(s *scene) any { return some(s.run.Key) }},
		"workflow":  word(Field{OneOf: []string{s.w.Name}}, func(s *scene) string { return s.run.Workflow }),
		"clicked":   truth(func(s *scene) bool { return len(s.run.Clicks) > 0 }),
		"purchased": truth(func(s *scene) bool { return s.rec.Orders.Last > max(s.run.Since, 1) }),
	}, part)
	return v, append(known, "clicks", "replies"), ok
}

// some is a text, or nil where it is empty.
func some(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// clicks is how often the links of one of the run's texts were opened.
func (s scope) clicks(step string) (variable, []string, bool) {
	texts := s.steps(func(step *Step) bool { return step.texts() })
	if !slices.Contains(texts, step) {
		return variable{}, prefixed("clicks.", texts), false
	}
	return number(func(s *scene) int {
		for _, c := range s.run.Clicks {
			if c.Step == step {
				return c.N
			}
		}
		return 0
	}), nil, true
}

// replies is the name of the answer to one of the run's questions; none yet: "".
func (s scope) replies(name string) (variable, []string, bool) {
	asks := s.steps(func(step *Step) bool { return step.Kind == AskStep })
	if !slices.Contains(asks, name) {
		return variable{}, prefixed("replies.", asks), false
	}
	f := Field{OneOf: []string{""}}
	for i := range s.w.Steps {
		if step := &s.w.Steps[i]; step.Name == name {
			for _, a := range step.Answers {
				f.OneOf = append(f.OneOf, a.Name)
			}
			if step.Free {
				f.OneOf = nil
			}
		}
	}
	v := word(f, func(s *scene) string { return s.run.Replies[name] })
	v.lacks = true
	return v, nil, true
}

// arm is the arm that a split gave the run.
func (s scope) arm(split string) (variable, []string, bool) {
	if s.w == nil {
		return variable{}, nil, false
	}
	splits := s.steps(func(step *Step) bool { return step.Kind == SplitStep })
	if !slices.Contains(splits, split) {
		return variable{}, splits, false
	}
	f := Field{OneOf: []string{""}}
	for i := range s.w.Steps {
		if step := &s.w.Steps[i]; step.Name == split {
			for _, a := range step.Arms {
				f.OneOf = append(f.OneOf, a.Name)
			}
		}
	}
	v := word(f, func(s *scene) string { return s.run.Arms[split] })
	v.lacks = true
	return v, nil, true
}

// steps names the workflow's steps that are of some sort.
func (s scope) steps(of func(*Step) bool) []string {
	var names []string
	for i := range s.w.Steps {
		if of(&s.w.Steps[i]) {
			names = append(names, s.w.Steps[i].Name)
		}
	}
	return names
}

func prefixed(prefix string, names []string) []string {
	for i := range names {
		names[i] = prefix + names[i]
	}
	return names
}
