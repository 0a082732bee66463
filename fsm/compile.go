package fsm

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/spelling"
	"github.com/parley-sms/parley/keywords"
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// compiler collects everything that is wrong with a definition while it builds the program.
type compiler struct {
	p      *Program
	faults []*Fault

	started map[string]trigger          // what may start each workflow
	fields  map[string]map[string]Field // of the event that started a run, by workflow
}

// fail notes what keeps the program from being used.
func (c *compiler) fail(where, format string, args ...any) { c.note(Refusal, where, format, args...) }

// warn notes what may go wrong with the program.
func (c *compiler) warn(where, format string, args ...any) { c.note(Warning, where, format, args...) }

func (c *compiler) note(level Level, where, format string, args ...any) {
	c.faults = append(c.faults, &Fault{Where: where, Message: fmt.Sprintf(format, args...), Level: level})
}

// refusal joins the faults that keep the program from being used; nil where there are none.
func (c *compiler) refusal() error {
	var errs []error
	for _, f := range c.faults {
		if f.Level == Refusal {
			errs = append(errs, f)
		}
	}
	return errors.Join(errs...)
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
	c.law()
	c.languages()
	c.links()
	c.attribution()
	c.attributes()
	c.events()
	c.started = c.triggers()
	c.segments()
	c.offers()
	c.products()
	c.moved("moved", p.Moved, func(name string) bool {
		return slices.ContainsFunc(p.Workflows, func(w Workflow) bool { return w.Name == name })
	})
	p.Senders = slices.Clone(p.Senders)
	for i, s := range p.Senders {
		p.Senders[i] = s.complete()
		p.senders[s.Address] = p.Senders[i]
	}
	c.baseTexts()
	c.holdout()
	c.caps()
	c.suppress()
	c.keywords()
	c.support()
	c.sources()
	c.alerts()
	c.endpoints()
	c.join()
}

// baseTexts checks the machine's own texts, as the program words them.
func (c *compiler) baseTexts() {
	p, texts := c.p, builtinTexts()
	for _, name := range slices.Concat(sortedKeys(p.Texts), sortedKeys(p.TextsIn)) {
		if _, known := texts[name]; !known {
			c.fail("texts."+name, "is no text that the machine sends, so nobody would ever get it; %s", spelling.Remedy(name, sortedKeys(texts)))
		}
	}
	maps.Copy(texts, p.Texts)
	p.Texts = texts
	for _, name := range sortedKeys(texts) {
		c.translated("texts."+name, p.baseText(name), textScope{scope: scope{c: c}, blocked: name == TextBlocked})
	}
}

// baseText is one of the machine's own texts.
func (p *Program) baseText(name string) wording { return wording{p.Texts[name], p.TextsIn[name]} }

// keywords checks that no keyword is reserved or given twice.
func (c *compiler) keywords() {
	taken := map[string]string{}
	for _, k := range c.p.Keywords {
		where := "keywords." + k.Name
		for _, word := range k.Words {
			if kind, reserved := c.p.lexicon.Reserved(word); reserved {
				c.fail(where, "%q means %s in every state, so the keyword would never be reached by it; choose another word", word, kind)
			}
			key := keywords.Read(word).Key
			if other, twice := taken[key]; twice && other != k.Name {
				c.fail(where, "%q is a word of the keyword %s already, which would take it; leave it to one of them", word, other)
			}
			taken[key] = k.Name
		}
		switch k.Does {
		case "opt_in", "agent":
		case "reply":
			c.translated(where+".reply", wording{k.Text, k.In}, textScope{scope: scope{c: c}})
		case "start":
			c.needWorkflow(where+".start", k.Start)
		default:
			c.fail(where, "does %q; it may do opt_in, agent, reply or start", k.Does)
		}
	}
}

func (c *compiler) needWorkflow(where, name string) {
	var names []string
	for i := range c.p.Workflows {
		names = append(names, c.p.Workflows[i].Name)
	}
	if !slices.Contains(names, name) {
		c.fail(where, "starts %q, but there is no such workflow; %s", name, spelling.Remedy(name, names))
	}
}

// name refuses what could not be spoken of in conditions and texts.
func (c *compiler) name(where, name string) {
	if !nameForm.MatchString(name) {
		c.fail(where, "%q is no name: it holds a-z, 0-9 and _, begins with a letter and is at most 40 long", name)
	}
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
