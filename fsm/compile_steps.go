package fsm

import (
	"maps"
	"slices"

	"github.com/parley-sms/parley/keywords"
)

// workflow checks one workflow and indexes its steps.
func (c *compiler) workflow(w *Workflow) {
	where := "workflow " + w.Name
	if !nameForm.MatchString(w.Name) {
		c.fail(where, "a name holds a-z, 0-9 and _, begins with a letter and is at most 40 long")
	}
	if w.Class.Weight() == 0 {
		c.fail(where, "class %q; it may be service, lifecycle or promo", w.Class)
	}
	if c.p.workflows[w.Name] != nil {
		c.fail(where, "is defined twice")
		return
	}
	if len(w.Steps) == 0 {
		c.fail(where, "has no steps")
	}
	if w.Enter.Limit > 0 && w.Enter.Per <= 0 {
		c.fail(where, "limits entries, but not per how long")
	}
	c.condition(where+" enter.if", w.Enter.If)
	indexed := &workflow{Workflow: *w, index: map[string]int{}}
	for i := range w.Steps {
		if _, twice := indexed.index[w.Steps[i].Name]; twice {
			c.fail(where, "has two steps named %q", w.Steps[i].Name)
		}
		indexed.index[w.Steps[i].Name] = i
	}
	for i := range w.Steps {
		c.step(where+" step "+w.Steps[i].Name, indexed, &w.Steps[i])
	}
	for _, e := range w.Exits {
		if e.Start != "" {
			c.needWorkflow(where+" exit", e.Start)
		}
	}
	c.p.workflows[w.Name] = indexed
	c.p.order = append(c.p.order, indexed)
}

// step checks one step: its name, conditions, texts, and that every way out leads somewhere.
func (c *compiler) step(where string, w *workflow, s *Step) {
	if !nameForm.MatchString(s.Name) {
		c.fail(where, "a name holds a-z, 0-9 and _, begins with a letter and is at most 40 long")
	}
	c.condition(where+" if", s.If)
	for _, t := range s.Texts {
		c.condition(where+" text.if", t.If)
		c.text(where, t.Text)
	}
	if s.texts() && len(s.Texts) == 0 {
		c.fail(where, "has no text")
	}
	if s.Retry != "" {
		c.text(where+" retry", s.Retry)
	}
	ways := []string{s.Next, s.OnTimeout}
	for _, b := range s.Cases {
		c.condition(where+" branch.if", b.If)
		ways = append(ways, b.Then)
	}
	for _, a := range s.Answers {
		ways = append(ways, a.Next)
		c.answer(where, a)
	}
	if n := sizeOfAnswers(s.Answers); n > maxAnswerBytes {
		c.fail(where, "its answers take %d bytes, they may take %d", n, maxAnswerBytes)
	}
	for _, name := range append(slices.Sorted(maps.Keys(s.Set)), s.Save) {
		if _, declared := c.p.Attributes[name]; name != "" && !declared {
			c.fail(where, "sets %q, which is no attribute of the program", name)
		}
	}
	for _, to := range ways {
		if _, ok := w.index[to]; to != "" && to != End && !ok {
			c.fail(where, "leads to %q, but there is no such step", to)
		}
	}
	c.bounds(where, s)
}

// answer refuses answers that an earlier meaning would always take.
func (c *compiler) answer(where string, a Answer) {
	for _, word := range a.Words {
		kind, reserved := c.p.lexicon.Reserved(word)
		if reserved && kind != keywords.Yes && kind != keywords.No {
			c.fail(where, "answer %q is reserved: it means %s in every state", word, kind)
		}
	}
}

// bounds refuses questions and waits that could last for ever.
func (c *compiler) bounds(where string, s *Step) {
	switch s.Kind {
	case AskStep:
		if len(s.Answers) == 0 && !s.Free {
			c.fail(where, "asks, but has no answers")
		}
		if s.Timeout <= 0 {
			c.fail(where, "asks without a timeout")
		}
	case WaitForStep:
		if s.Timeout <= 0 || len(s.Events) == 0 {
			c.fail(where, "waits for an event without naming it, or without a timeout")
		}
	case WaitStep:
		if s.Wait.none() {
			c.fail(where, "waits for no time at all")
		}
	case StartStep:
		c.needWorkflow(where, s.Start)
	}
}
