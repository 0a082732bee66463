package fsm

import (
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm/spelling"
)

// builtinEvents are the event types that need no declaration. A program may declare more fields of
// them.
func builtinEvents() map[string]EventType {
	text, maybe := Field{Type: StringType}, Field{Type: StringType, Optional: true}
	return map[string]EventType{
		OptedIn:     {Fields: map[string]Field{"again": {Type: BoolType}, "keyword": maybe, "source": maybe}},
		Purchase:    {Fields: map[string]Field{"value": {Type: NumberType, Optional: true}, "order_id": maybe, "product": maybe}},
		Refund:      {Fields: map[string]Field{"order_id": {Type: StringType}, "value": {Type: NumberType, Optional: true}}},
		LinkClicked: {Fields: map[string]Field{"workflow": text, "step": text, "link": text}},
		Replied:     {Fields: map[string]Field{"workflow": text, "step": text, "answer": text}},
	}
}

// Raised tells whether events of a type come from Parley alone, and cannot be posted.
func Raised(kind string) bool { return kind == OptedIn || kind == LinkClicked || kind == Replied }

// events checks the declared event types and adds the built-in ones.
func (c *compiler) events() {
	all := builtinEvents()
	for _, kind := range sortedKeys(c.p.Events) {
		where, event := "events."+kind, c.p.Events[kind]
		c.name(where, kind)
		built, isBuilt := all[kind]
		if isBuilt && event.Watchers {
			c.fail(where, "is about one person; it cannot be for watchers")
		}
		fields := maps.Clone(built.Fields)
		if fields == nil {
			fields = map[string]Field{}
		}
		for _, name := range sortedKeys(event.Fields) {
			place, field := where+"."+name, event.Fields[name]
			if has, ok := built.Fields[name]; ok && has.Type != field.kind() {
				c.fail(place, "is a %s already; leave it out or declare it so", has.Type)
			}
			c.name(place, name)
			fields[name] = c.field(place, field)
			if Raised(kind) && !isField(built, name) && !field.Optional {
				c.fail(place, "Parley raises %q itself and has no such field, so it would always be missing; declare it with a ?", kind)
			}
		}
		if len(fields) > MaxFields {
			c.fail(where, "has %d fields; of an event %d are kept", len(fields), MaxFields)
		}
		all[kind] = EventType{Fields: fields, Watchers: event.Watchers}
	}
	c.p.Events = all
}

func isField(e EventType, name string) bool {
	_, ok := e.Fields[name]
	return ok
}

// kind is the field's type; none is a text.
func (f Field) kind() Type {
	if f.Type == "" {
		return StringType
	}
	return f.Type
}

// field checks a field's declaration and fills in what it leaves out.
func (c *compiler) field(where string, f Field) Field {
	f.Type = f.kind()
	types := []string{string(StringType), string(NumberType), string(BoolType), string(DateType), string(TimeType)}
	switch {
	case !slices.Contains(types, string(f.Type)):
		c.fail(where, "%q is no type; %s", f.Type, spelling.Remedy(string(f.Type), types))
	case f.Type != StringType && (f.Max != 0 || f.GSM || len(f.OneOf) > 0):
		c.fail(where, "max, chars and one_of are for a string, not for a %s", f.Type)
	case f.Max < 0 || f.Max > MaxField:
		c.fail(where, "max: %d; a value may have 1 to %d characters", f.Max, MaxField)
	case len(f.OneOf) > maxOneOf:
		c.fail(where, "has %d values; it may have %d", len(f.OneOf), maxOneOf)
	}
	for _, value := range f.OneOf {
		if cut(value, MaxField) != value || value == "" {
			c.fail(where, "one_of holds %q; a value has 1 to %d characters", value, MaxField)
		}
	}
	return f
}

// attributes checks the declared attributes.
func (c *compiler) attributes() {
	declared := make(map[string]Field, len(c.p.Attributes))
	if len(c.p.Attributes) > MaxAttributes {
		c.fail("attributes", "are %d; of a person %d are kept", len(c.p.Attributes), MaxAttributes)
	}
	for _, name := range sortedKeys(c.p.Attributes) {
		where := "attributes." + name
		c.name(where, name)
		if slices.Contains(reserved(), name) {
			c.fail(where, "has a meaning of its own in conditions and texts; give the attribute another name")
		}
		declared[name] = c.field(where, c.p.Attributes[name])
	}
	c.p.Attributes = declared
}

// reserved lists the names that no attribute may have: conditions and texts mean something else by them.
func reserved() []string {
	names := slices.Concat(slices.Collect(maps.Keys(lookups())), own(), builtins())
	return append(names, "brand", "contact", "frequency", "offer", "blocked_sender", "true", "false", "nil", "null", "empty", "blank",
		"and", "or", "not", "in", "contains", "matches", "let", "if", "else", "elsif", "unless", "endif", "endunless")
}

// needEvent refuses an event type that is not declared, as a shop that posts it would misspell it
// unnoticed.
func (c *compiler) needEvent(where, kind string) {
	if _, ok := c.p.Events[kind]; !ok {
		c.fail(where, "%s", c.unknownEvent(kind))
	}
}

func (c *compiler) unknownEvent(kind string) string {
	remedy := "declare it under events: in program.yaml"
	if near := spelling.Nearest(kind, sortedKeys(c.p.Events)); near != "" {
		remedy = "did you mean " + quote(near) + "?"
	}
	return fmt.Sprintf("there is no event type %q; %s", kind, remedy)
}
