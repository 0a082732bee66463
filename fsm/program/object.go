package program

import (
	"slices"
	"strconv"
	"time"

	"github.com/parley-sms/parley/fsm/spelling"
)

// object is a value whose keys are known beforehand.
type object struct {
	value
	fields []field
}

// object reads a value that may have these keys and no others.
func (v value) object(known ...string) object {
	o := object{value: v}
	for _, f := range v.fields() {
		if !slices.Contains(known, f.name) {
			f.key.fail("there is no key %q here; %s", f.name, remedy(f.name, known))
			continue
		}
		o.fields = append(o.fields, f)
	}
	return o
}

// renamed says where the meaning of a plausible key is.
var renamed = map[string]string{
	"quiet_hours": "send_hours", "quiet": "send_hours", "hours": "business_hours", "delay": "after",
	"name": "workflow", "timezone": "zone", "next": "then", "goto": "then", "message": "text",
	"message_text": "text", "body": "text", "cap": "caps", "phone": "senders", "from": "senders",
	"trigger": "enter", "expires": "timeout", "options": "answers", "choices": "answers", "default": "else",
}

// remedy suggests the nearest of the known words, or lists them.
func remedy(word string, known []string) string {
	if to := renamed[word]; slices.Contains(known, to) {
		return "did you mean " + strconv.Quote(to) + "?"
	}
	return spelling.Remedy(word, known)
}

// get gives the value of a key; the zero value where it is not there.
func (o object) get(name string) value {
	for _, f := range o.fields {
		if f.name == name {
			return f.value
		}
	}
	return value{}
}

func (o object) has(name string) bool { return o.get(name).exists() }

func (o object) text(name string) string { return o.get(name).text() }

// need is the text of a key that must be there.
func (o object) need(name string) string {
	if !o.has(name) {
		o.fail("%q is missing", name)
	}
	return o.text(name)
}

// oneOf is the text of a key that allows a few words only.
func (o object) oneOf(name string, words ...string) string {
	v := o.get(name)
	s := v.text()
	if s != "" && !slices.Contains(words, s) {
		v.fail("%q is not known; %s", s, remedy(s, words))
		return ""
	}
	return s
}

// flag is true or false.
func (o object) flag(name string) bool { return o.oneOf(name, "true", "false") == "true" }

// number is a whole number within bounds.
func (o object) number(name string, low, high int) int {
	v := o.get(name)
	s := v.text()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		v.fail("%q is not a whole number from %d to %d", s, low, high)
		return 0
	}
	return n
}

func (o object) duration(name string) time.Duration { return parsed(o.get(name), parseDuration) }

// parsed reads a text by its form.
func parsed[T any](v value, parse func(string) (T, error)) T {
	var none T
	s := v.text()
	if s == "" {
		return none
	}
	t, err := parse(s)
	if err != nil {
		v.fail("%v", err)
		return none
	}
	return t
}
