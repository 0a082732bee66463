package fsm

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm/liquid"
	"github.com/parley-sms/parley/fsm/spelling"
)

// textScope is where a text stands.
type textScope struct {
	scope
	language string
	offer    string // the offer that it makes
	links    bool   // it may hold tracked links
	blocked  bool   // it is told to somebody whom a carrier blocks
}

// find looks a name of a text up.
func (s textScope) find(name string) (variable, string) {
	p := s.c.p
	fixed := map[string]string{"brand": p.Brand, "contact": p.Contact, "frequency": p.Frequency}
	if text, ok := fixed[name]; ok {
		return constant(text), ""
	}
	switch root, part, _ := strings.Cut(name, "."); root {
	case "blocked_sender":
		if s.blocked && part == "" {
			return word(Field{Max: MaxName}, func(s *scene) string { return s.blocked }), ""
		}
	case "offer":
		offer, ok := p.Offers[s.offer]
		if !ok {
			return variable{}, quote(name) + " means nothing here: the step makes no offer; say which with offer:"
		}
		switch {
		case part == "code":
			return (&offer).code(), ""
		case part == "worth" && offer.Worth != "":
			v := constant(offer.Worth)
			v.get = func(s *scene) any { return cmp.Or(s.worth, offer.Worth) }
			return v, ""
		}
		return variable{}, quote(name) + " is not there; an offer has a code, and a worth where one is given"
	}
	return s.scope.find(name)
}

func constant(text string) variable {
	return word(Field{OneOf: []string{text}, Max: MaxBody}, func(*scene) string { return text })
}

// code is what texts say as an offer's code, which has a longest length whatever it is.
func (o *Offer) code() variable {
	v := constant(o.Code)
	switch o.Codes {
	case PoolCodes:
		v.field = Field{Type: StringType, Max: MaxOfferCode, GSM: true}
	case GeneratedCodes:
		v.field = Field{Type: StringType, Max: len(o.Prefix) + madeCodeLength, GSM: true}
	}
	code := o.Code
	v.get = func(s *scene) any { return some(cmp.Or(s.code, code)) }
	return v
}

// text compiles a text, and refuses it where a person could get one with a hole in it.
func (c *compiler) text(where, source string, s textScope) {
	if source == "" {
		return
	}
	tree, err := liquid.Parse(source)
	if err != nil {
		c.fail(where, "the text %v", err)
		return
	}
	k := &textCheck{c: c, where: where, scope: s, vars: map[string]variable{}}
	tree.Names(k.name)
	if !k.failed {
		k.parts(tree.Parts, nil)
	}
	key := textKey{source: source}
	if s.w != nil {
		key.workflow = s.w.Name
	}
	if has := c.p.texts[key]; has != nil {
		maps.Copy(k.vars, has.vars)
	}
	c.p.texts[key] = &compiledText{tree, k.vars}
}

// textCheck looks through one text.
type textCheck struct {
	c      *compiler
	where  string
	scope  textScope
	vars   map[string]variable
	failed bool
}

func (k *textCheck) fail(format string, args ...any) {
	k.failed = true
	k.c.fail(k.where, "the text "+format, args...)
}

func (k *textCheck) name(name string) {
	if _, done := k.vars[name]; done {
		return
	}
	v, why := k.scope.find(name)
	if why != "" {
		k.fail("speaks of what is not there: %s", why)
	}
	k.vars[name] = v
}

// parts checks the parts of a text, given what is known for certain.
func (k *textCheck) parts(parts []liquid.Part, known []string) {
	for _, p := range parts {
		if p.Hole != nil {
			k.hole(p.Hole, known)
		}
		so := known
		for _, c := range p.Choice {
			k.condition(c.If)
			k.parts(c.Parts, append(slices.Clone(so), implied(c.If)...))
			if c.If != nil && c.If.Not {
				so = append(slices.Clone(so), implied(c.If.First)...)
			}
		}
	}
}

// implied lists what is known where a condition holds.
func implied(c *liquid.Condition) []string {
	switch {
	case c == nil || c.Not:
		return nil
	case c.Op == "and":
		return append(implied(c.First), implied(c.Rest)...)
	case c.Op == "or":
		rest := implied(c.Rest)
		return slices.DeleteFunc(implied(c.First), func(n string) bool { return !slices.Contains(rest, n) })
	}
	isNil := func(v liquid.Value) bool { return v.Name == "" && v.Literal == nil }
	unequal := c.Op == "!=" && !isNil(c.Left) && !isNil(c.Right)
	if unequal || c.Op == "==" && (isNil(c.Left) || isNil(c.Right) || c.Left.Name != "" && c.Right.Name != "") {
		return nil
	}
	return slices.DeleteFunc([]string{c.Left.Name, c.Right.Name}, func(n string) bool { return n == "" })
}

// condition refuses comparisons that can never hold.
func (k *textCheck) condition(c *liquid.Condition) {
	if c == nil {
		return
	}
	k.condition(c.First)
	k.condition(c.Rest)
	k.compare(c.Op, c.Left, c.Right)
	k.compare(c.Op, c.Right, c.Left)
}

func (k *textCheck) compare(op string, a, b liquid.Value) {
	if a.Name == "" || b.Name != "" || b.Literal == nil || op == "" || op == "and" || op == "or" {
		return
	}
	f := k.vars[a.Name].field
	if is := literalType(b); is != f.Type && !(is == StringType && (f.Type == DateType || f.Type == TimeType)) {
		k.fail("compares %s, which is a %s, with a %s, so it never holds", a.Name, f.Type, is)
		return
	}
	text, _ := b.Literal.(string)
	if op != "contains" && text != "" && len(f.OneOf) > 0 && !slices.Contains(f.OneOf, text) {
		k.fail("asks whether %s is %q, which it never is; %s", a.Name, text, spelling.Remedy(text, f.OneOf))
	}
}

func literalType(v liquid.Value) Type {
	switch v.Literal.(type) {
	case float64:
		return NumberType
	case bool:
		return BoolType
	}
	return StringType
}
