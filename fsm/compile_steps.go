package fsm

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm/spelling"
	"github.com/parley-sms/parley/keywords"
)

// workflow checks one workflow and indexes its steps.
func (c *compiler) workflow(w *Workflow) {
	where := "workflows." + w.Name
	c.name(where, w.Name)
	c.knownClass(where+".class", w.Class)
	if c.p.workflows[w.Name] != nil {
		c.fail(where, "there are two workflows of that name; give one of them another")
		return
	}
	if len(w.Steps) == 0 {
		c.fail(where, "has no steps; a workflow has at least one")
	}
	if w.Enter.Limit > 0 && w.Enter.Per <= 0 {
		c.fail(where+".enter.limit", "limits entries, but not per how long; write it like 1 per 7d")
	}
	c.trigger(where, w)
	indexed := &workflow{Workflow: *w, index: map[string]int{}}
	for i := range w.Steps {
		if _, twice := indexed.index[w.Steps[i].Name]; twice {
			c.fail(where+".steps."+w.Steps[i].Name, "there are two steps of that name; give one of them another")
		}
		indexed.index[w.Steps[i].Name] = i
	}
	c.moved(where+".moved", w.Moved, func(name string) bool { _, ok := indexed.index[name]; return ok })
	for i := range w.Steps {
		c.step(where+".steps."+w.Steps[i].Name, indexed, &w.Steps[i])
	}
	c.endings(where, w)
	c.ignores(where, w)
	indexed.partings = c.partings(indexed)
	indexed.limits, indexed.suppressed = c.p.limits(w), c.p.suppressions(w)
	c.p.workflows[w.Name] = indexed
	c.p.order = append(c.p.order, indexed)
}

func (c *compiler) knownClass(where string, class Class) {
	if class.Weight() == 0 {
		c.fail(where, "%q is no class; it may be service, lifecycle or promo", class)
	}
}

// step checks one step: its name, conditions, texts, and that every way out leads somewhere.
func (c *compiler) step(where string, w *workflow, s *Step) {
	c.name(where, s.Name)
	c.condition(where+".if", s.If, scope{c: c, w: &w.Workflow})
	for i, t := range s.Texts {
		c.condition(fmt.Sprintf("%s.text[%d].if", where, i), t.If, scope{c: c, w: &w.Workflow})
		c.translated(s.textPlace(where, i), t.wording(), c.stepTexts(w, s))
	}
	c.fate(where+".capped", s.Capped)
	if s.texts() && len(s.Texts) == 0 {
		c.fail(where, "has no text, so nothing would ever be sent; write one")
	}
	if s.Retry != "" {
		c.translated(where+".retry", s.retry(), c.stepTexts(w, s))
	}
	for i, b := range s.Cases {
		c.condition(fmt.Sprintf("%s.cases[%d].if", where, i), b.If, scope{c: c, w: &w.Workflow})
	}
	for _, e := range s.Events {
		c.needEvent(where+".wait_for", e.On)
		c.condition(where+".wait_for."+e.On+".if", e.If, scope{c: c, w: &w.Workflow, it: e.On})
	}
	for _, a := range s.Answers {
		c.answer(where+".answers."+a.Name, a)
	}
	if n := sizeOfAnswers(s.Answers); n > maxAnswerBytes {
		c.fail(where+".answers", "its answers take %d bytes, they may take %d; leave out words, spelling mistakes are understood anyway", n, maxAnswerBytes)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Set)) {
		c.needAttribute(where+".set."+name, name)
		c.setValue(where+".set."+name, name, s.Set[name], w)
	}
	if s.Save != "" {
		c.needAttribute(where+".save", s.Save)
	}
	for _, way := range s.ways() {
		if _, ok := w.index[way.to]; way.to != "" && way.to != End && !ok {
			c.fail(where+way.place, "leads to %q, but there is no such step; %s", way.to, spelling.Remedy(way.to, append(stepNames(w), End)))
		}
	}
	c.stepReferences(where, w, s)
	c.bounds(where, w, s)
}

// textPlace is where one of a step's wordings is written.
func (s *Step) textPlace(where string, i int) string {
	if len(s.Texts) == 1 && s.Texts[0].If == "" {
		return where + ".text"
	}
	return fmt.Sprintf("%s.text[%d].text", where, i)
}

func stepNames(w *workflow) []string {
	var names []string
	for i := range w.Steps {
		names = append(names, w.Steps[i].Name)
	}
	return names
}

func (c *compiler) needAttribute(where, name string) {
	if _, declared := c.p.Attributes[name]; !declared {
		c.fail(where, "sets %q, which is no attribute of the program; %s", name, spelling.Remedy(name, slices.Sorted(maps.Keys(c.p.Attributes))))
	}
}

// answer refuses answers that an earlier meaning would always take.
func (c *compiler) answer(where string, a Answer) {
	for _, word := range a.Words {
		kind, reserved := c.p.lexicon.Reserved(word)
		if reserved && kind != keywords.Yes && kind != keywords.No {
			c.fail(where, "the answer %q means %s in every state, so it would never be taken for an answer; choose another word", word, kind)
		}
	}
}

// bounds refuses questions and waits that could last for ever.
func (c *compiler) bounds(where string, w *workflow, s *Step) {
	switch s.Kind {
	case AskStep:
		if len(s.Answers) == 0 && !s.Free {
			c.fail(where, "asks, but has no answers, so whatever is texted is wrong; give answers, or free: true")
		}
		if s.Timeout <= 0 {
			c.fail(where+".timeout", "is missing: who never answers would stay in the question for ever")
		}
	case WaitForStep:
		if len(s.Events) == 0 {
			c.fail(where+".wait_for", "names no event to wait for")
		}
		if s.Timeout <= 0 {
			c.fail(where+".timeout", "is missing: whoever the event never comes for would wait for ever")
		}
	case WaitStep:
		if s.Wait.none() {
			c.fail(where+".wait", "waits for no time at all")
		}
	case StartStep:
		c.needWorkflow(where+".start", s.Start)
	case CallStep:
		c.call(where, w, s)
	}
}

// stepTexts is where the texts of a step stand.
func (c *compiler) stepTexts(w *workflow, s *Step) textScope {
	return textScope{scope: scope{c: c, w: &w.Workflow}, offer: s.Offer, links: true}
}

// setValue checks what a set step sets: a value of the attribute's type, or a text that gives one.
func (c *compiler) setValue(where, name string, value any, w *workflow) {
	text, _ := value.(string)
	if isTemplate(text) {
		c.text(where, text, textScope{scope: scope{c: c, w: &w.Workflow}, language: c.p.Language})
		return
	}
	if declared, ok := c.p.Attributes[name]; ok && value != nil {
		if _, why := declared.value(value); why != "" {
			c.fail(where, "cannot be %v: it %s", value, why)
		}
	}
}

// isTemplate tells whether a value is a text with something to fill in.
func isTemplate(text string) bool {
	return strings.Contains(text, "{{") || strings.Contains(text, "{%")
}
