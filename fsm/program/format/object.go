package format

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm/spelling"
)

// Object is a value whose keys a Shape describes.
type Object struct {
	Value
	shape  *Shape
	fields []Field
}

// Object reads a value of a shape: a key that it does not know, one that is missing, and one that
// holds too much are findings.
func (v Value) Object(s *Shape) Object {
	o := Object{Value: v, shape: s}
	for _, f := range v.Fields() {
		key := s.Key(f.Name)
		if key == nil {
			f.Key.Fail("there is no key %q here; %s", f.Name, Remedy(f.Name, s.Names()))
			continue
		}
		f.Value.bounded(&key.Kind)
		o.fields = append(o.fields, f)
	}
	for _, key := range s.Keys {
		if key.Needed && v.IsMapping() && !o.Has(key.Name) {
			about, _, _ := strings.Cut(key.About, ";")
			o.Fail("%q is missing: %s", key.Name, about)
		}
	}
	return o
}

// bounded tells where a value holds more than its kind allows, or names that have not their form.
func (v Value) bounded(k *Kind) {
	k = v.Pick(k)
	switch s, single := v.scalar(); {
	case k.Shape != nil || k.Either != nil:
	case k.Keys != nil && v.IsMapping():
		v.boundedKeys(k)
	case k.Item != nil:
		items := v.list()
		if k.Max > 0 && len(items) > k.Max {
			v.Fail("holds %d; the most are %d", len(items), k.Max)
		}
		for _, item := range items {
			item.bounded(k.Item)
		}
	case single && k.Max > 0 && utf8.RuneCountInString(s) > k.Max:
		v.Fail("is %d characters long; the most are %d", utf8.RuneCountInString(s), k.Max)
	}
}

func (v Value) boundedKeys(k *Kind) {
	fields := v.Fields()
	if k.Max > 0 && len(fields) > k.Max {
		v.Fail("holds %d; the most are %d", len(fields), k.Max)
	}
	for _, f := range fields {
		if !k.Keys.MatchString(f.Name) {
			f.Key.Fail("%q cannot stand here: %s", f.Name, k.KeySay)
		}
		f.Value.bounded(k.Item)
	}
}

// renamed says where the meaning of a plausible key is.
var renamed = map[string]string{
	"quiet_hours": "send_hours", "quiet": "send_hours", "hours": "business_hours", "delay": "after",
	"name": "workflow", "timezone": "zone", "next": "then", "goto": "then", "message": "text",
	"message_text": "text", "body": "text", "cap": "caps", "phone": "senders", "from": "senders",
	"trigger": "enter", "expires": "timeout", "options": "answers", "choices": "answers", "default": "else",
	"variants": "arms", "translations": "languages", "audience": "segment", "schedule": "every", "webhook": "call",
	"coupon": "offer", "discount": "offer", "condition": "if", "when": "if", "expire": "expires",
}

// Remedy suggests the known word that was probably meant, or lists them.
func Remedy(word string, known []string) string {
	if to := renamed[word]; slices.Contains(known, to) {
		return "did you mean " + strconv.Quote(to) + "?"
	}
	return spelling.Remedy(word, known)
}

// Get gives the value of a key; the zero value where it is not there.
func (o Object) Get(name string) Value {
	for _, f := range o.fields {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}

// Has tells whether a key is there.
func (o Object) Has(name string) bool { return o.Get(name).Exists() }

// Text is the text of a key.
func (o Object) Text(name string) string { return o.Get(name).Text() }

// Choice is the text of a key that allows a few words only.
func (o Object) Choice(name string) string { return o.Get(name).OneOf(o.shape.Key(name).Kind.Words...) }

// Flag is true or false.
func (o Object) Flag(name string) bool { return o.Choice(name) == "true" }

// Whole is a whole number within the bounds of its key; 0 where it is not there.
func (o Object) Whole(name string) int {
	k := o.shape.Key(name).Kind
	return o.Get(name).Whole(k.Low, k.High)
}

// Span is a span of time.
func (o Object) Span(name string) time.Duration { return Parsed(o.Get(name), ParseSpan) }
