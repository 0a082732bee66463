package fsm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm/spelling"
)

// The limits of sources.
const (
	MaxMappings   = 50 // of one source
	MaxItems      = 50 // of a list in a payload that are looked at
	MaxTold       = 100
	maxSourceID   = 100 // characters of an id that a payload gives
	maxBoxEvident = 8   // values of evidence that an opt-in takes from a payload
)

var (
	secretForm  = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)
	countryForm = regexp.MustCompile(`^[A-Z]{2}$`)
)

// sourceKey names a compiled expression of a source: what it is for stands in its condition.
type sourceKey struct {
	text      string
	condition bool
}

// sources checks what is posted to us, and compiles its expressions.
func (c *compiler) sources() {
	c.p.expressions = map[sourceKey]*expression{}
	for _, name := range sortedKeys(c.p.Sources) {
		where, s := "sources."+name, c.p.Sources[name]
		c.name(where, name)
		c.auth(where, &s)
		c.expression(where+".topic", s.Topic, false)
		c.expression(where+".delivery", s.Delivery, false)
		if s.Region != "" && !countryForm.MatchString(s.Region) {
			c.fail(where+".region", "%q is no country; write its two letters, such as US", s.Region)
		}
		if len(s.Mappings) == 0 || len(s.Mappings) > MaxMappings {
			c.fail(where+".mappings", "are %d; a source has 1 to %d", len(s.Mappings), MaxMappings)
		}
		for i := range s.Mappings {
			c.mapping(where, &s, &s.Mappings[i])
		}
	}
}

// auth checks how a source proves that it is itself.
func (c *compiler) auth(where string, s *Source) {
	a := &s.Auth
	oneOf := func(what, value string, known ...string) {
		if !slices.Contains(known, value) {
			c.fail(where+".auth", "%s is %q; %s", what, value, spelling.Remedy(value, known))
		}
	}
	if !secretForm.MatchString(s.Secret) {
		c.fail(where, "secret is %q; name the environment variable that holds the key, such as SHOP_SECRET, never the key itself", s.Secret)
	}
	oneOf("scheme", a.Scheme, "hmac", "basic", "token")
	if a.Scheme != "basic" && strings.TrimSpace(a.Header) == "" {
		c.fail(where+".auth", "has no header: say which one carries the %s", map[bool]string{true: "signature", false: "token"}[a.Scheme == "hmac"])
	}
	if a.Scheme != "hmac" {
		return
	}
	oneOf("algorithm", a.Algorithm, "sha256", "sha1", "sha512")
	oneOf("encoding", a.Encoding, "hex", "base64")
	oneOf("key", a.Key, "text", "base64")
	if !strings.Contains(a.Signed, "{body}") {
		c.fail(where+".auth.signed", "has no {body}, so anybody could change what a signature is for")
	}
	if a.Timestamp != "" && !strings.Contains(strings.ToLower(a.Signed), "{"+strings.ToLower(a.Timestamp)+"}") {
		c.fail(where+".auth.signed", "has no {%s}, so anybody could change the time", a.Timestamp)
	}
}

// mapping checks what is made of a payload.
func (c *compiler) mapping(source string, s *Source, m *Mapping) {
	where := source + ".mappings." + m.Name
	c.name(where, m.Name)
	c.expression(where+".on", m.On, true)
	for key, text := range map[string]string{"each": m.Each, "id": m.ID, "at": m.At, "phone": m.Phone, "customer_id": m.Customer, "country": m.Country} {
		c.expression(where+"."+key, text, false)
	}
	if m.Event == "" && m.OptIn == nil && m.OptOut == nil {
		c.fail(where, "makes nothing; it has an event, an opt_in or an opt_out")
	}
	c.mapped(where, m)
	c.sourceConsent(where+".opt_in", s, m.OptIn, true)
	c.sourceConsent(where+".opt_out", s, m.OptOut, false)
	watched := c.p.Events[m.Event].Watchers && m.OptIn == nil && m.OptOut == nil
	switch {
	case m.Phone == "" && m.OptIn != nil:
		c.fail(where, "has no phone; consent is given for a number, which the payload must say")
	case m.Phone == "" && m.Customer == "" && !watched:
		c.fail(where, "has no phone and no customer_id, so nobody would know whom it is about")
	}
}

// mapped checks the fields of the event of a mapping, which must be those that the program declares. A preset
// knows more events than a program needs, and does not know what else it wants of them.
func (c *compiler) mapped(where string, m *Mapping) {
	event, declared := c.p.Events[m.Event]
	switch {
	case m.Event == "" || m.Shipped && !declared:
	case Raised(m.Event):
		c.fail(where+".event", "%s is raised by Parley itself; name what the source tells otherwise", m.Event)
	case !declared:
		c.needEvent(where+".event", m.Event)
	default:
		for _, name := range sortedKeys(event.Fields) {
			if _, given := m.Fields[name]; !given && !event.Fields[name].Optional {
				c.fail(where+".fields", "lack %s, which every %s must have; add it, or declare it with a ?", name, m.Event)
			}
		}
	}
	for _, name := range sortedKeys(m.Fields) {
		_, known := event.Fields[name]
		if !known && declared && !m.Shipped && (m.Event != Purchase || name != codeField) {
			c.fail(where+".fields."+name, "is no field of %s; %s", m.Event, spelling.Remedy(name, sortedKeys(event.Fields)))
		}
		c.expression(where+".fields."+name, m.Fields[name], false)
	}
}

// sourceConsent checks when a payload tells of consent. Given consent needs the words that people saw, which a
// preset cannot know: without them it takes none.
func (c *compiler) sourceConsent(where string, s *Source, in *SourceConsent, given bool) {
	if in == nil {
		return
	}
	c.expression(where+".if", in.If, true)
	c.expression(where+".at", in.At, false)
	if in.If == "" {
		c.fail(where, "has no if: say which value of the payload tells that somebody ticked the box")
	}
	if len(in.Evidence) > maxBoxEvident {
		c.fail(where+".evidence", "are %d values; they may be %d", len(in.Evidence), maxBoxEvident)
	}
	for _, name := range sortedKeys(in.Evidence) {
		c.name(where+".evidence."+name, name)
		c.expression(where+".evidence."+name, in.Evidence[name], false)
	}
	if shipped := s.Consent == nil && given && slices.ContainsFunc(s.Mappings, func(m Mapping) bool { return m.OptIn == in && m.Shipped }); shipped {
		return
	}
	if given && in.Shown == "" && s.Consent == nil {
		c.fail(where, "lacks the words beside the box: write them as consent: { shown: …, box: unchecked } of the source; without them nothing proves what people agreed to")
	}
}

// expression compiles an expression over payloads once; an empty one is none.
func (c *compiler) expression(where, text string, condition bool) {
	key := sourceKey{text, condition}
	if text == "" || c.p.expressions[key] != nil {
		return
	}
	compiled, faults := compileExpression(text, condition)
	for _, fault := range faults {
		c.fail(where, "the %s %s", map[bool]string{true: "condition", false: "expression"}[condition], fault)
	}
	c.p.expressions[key] = compiled
}

// PostedError tells what keeps a payload from being taken.
type PostedError struct {
	Mapping, Field, Why string
}

func (f *PostedError) Error() string {
	return fmt.Sprintf("mapping %s: %s %s", f.Mapping, f.Field, f.Why)
}
