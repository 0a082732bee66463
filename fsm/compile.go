package fsm

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/osteele/liquid"

	"github.com/parley-sms/parley/keywords"
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// compiler collects everything that is wrong with a definition while it builds the program.
type compiler struct {
	p      *Program
	engine *liquid.Engine
	env    map[string]any
	errs   []error
}

func (c *compiler) fail(where, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

// program checks what is not a workflow.
func (c *compiler) program() {
	p := c.p
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		c.fail("zone", "%q is no IANA time zone, such as America/New_York", p.Zone)
		zone = time.UTC
	}
	p.zone = zone
	if strings.TrimSpace(p.Brand) == "" {
		c.fail("brand", "is missing: every text must say whom it is from")
	}
	for i, s := range p.Senders {
		p.Senders[i] = s.complete()
		p.senders[s.Address] = p.Senders[i]
	}
	texts := builtinTexts()
	for name, text := range p.Texts {
		if _, known := texts[name]; !known {
			c.fail("texts."+name, "there is no text of that name")
		}
		texts[name] = text
	}
	p.Texts = texts
	for name, text := range texts {
		c.text("texts."+name, text)
	}
	c.keywords()
}

// keywords checks that no keyword is reserved or given twice.
func (c *compiler) keywords() {
	taken := map[string]string{}
	for _, k := range c.p.Keywords {
		where := "keywords." + k.Name
		for _, word := range k.Words {
			if kind, reserved := c.p.lexicon.Reserved(word); reserved {
				c.fail(where, "%q is reserved: it means %s in every state", word, kind)
			}
			key := keywords.Read(word).Key
			if other, twice := taken[key]; twice && other != k.Name {
				c.fail(where, "%q is a word of %s already", word, other)
			}
			taken[key] = k.Name
		}
		switch k.Does {
		case "opt_in", "agent":
		case "reply":
			c.text(where, k.Text)
		case "start":
			c.needWorkflow(where, k.Start)
		default:
			c.fail(where, "does %q; it may do opt_in, agent, reply or start", k.Does)
		}
	}
}

func (c *compiler) needWorkflow(where, name string) {
	for i := range c.p.Workflows {
		if c.p.Workflows[i].Name == name {
			return
		}
	}
	c.fail(where, "starts %q, but there is no such workflow", name)
}

// text compiles a text's template once for each wording.
func (c *compiler) text(where, source string) {
	if _, done := c.p.templates[source]; done {
		return
	}
	t, err := compileText(c.engine, source)
	if err != nil {
		c.fail(where, "%v", err)
		return
	}
	c.p.templates[source] = t
}

// condition compiles a condition once for each wording; an empty one always holds.
func (c *compiler) condition(where, source string) {
	if source == "" || c.p.conditions[source] != nil {
		return
	}
	program, err := compileCondition(source, c.env)
	if err != nil {
		c.fail(where, "%v", err)
		return
	}
	c.p.conditions[source] = program
}

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
		if s.Wait <= 0 && s.Until < 0 {
			c.fail(where, "waits for no time at all")
		}
	case StartStep:
		c.needWorkflow(where, s.Start)
	}
}

// conditionTypes gives every name that a condition may use, with a value of its type.
func (p *Program) conditionTypes() map[string]any {
	env := map[string]any{
		"orders": map[string]any{}, "event": map[string]any{}, "run": map[string]any{},
		"arm": map[string]string{}, "again": false, "language": "",
	}
	maps.Copy(env, p.attributeZeros())
	return env
}
