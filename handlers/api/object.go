package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm"
)

// maxNumber bounds numbers: beyond it they are no longer exact, and what looks like one is an id.
const maxNumber = 1<<53 - 1

// object is a JSON object that is being read, field by field. The first thing that is wrong with
// it is kept in fault; what is read after that is empty.
type object struct {
	values map[string]json.RawMessage
	shape  shape
	fault  *problem
}

// read reads a whole body as an object of a shape.
func read(body []byte, s shape) *object {
	o := &object{shape: s}
	if !utf8.Valid(body) {
		o.fault = malformed("the body is not UTF-8")
		return o
	}
	if o.values, o.fault = members(body, "the body"); o.fault != nil {
		return o
	}
	for _, name := range slices.Sorted(maps.Keys(o.values)) {
		if s.find(name) == nil {
			o.refuse(name, "%.40q is not a field here; the fields are %s", name, strings.Join(s.names(), ", "))
		}
	}
	for _, p := range s {
		if _, ok := o.values[p.name]; p.required && !ok {
			o.refuse(p.name, "%s is missing: %s", p.name, p.doc)
		}
	}
	return o
}

// members takes an object apart. Repeated names and anything behind its end are refused.
func members(data []byte, what string) (map[string]json.RawMessage, *problem) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, malformed("%s is not a JSON object; send one such as {\"name\": \"value\"}", what)
	}
	values := map[string]json.RawMessage{}
	for dec.More() {
		t, err := dec.Token()
		name, isName := t.(string)
		var value json.RawMessage
		if err == nil {
			err = dec.Decode(&value)
		}
		if err != nil || !isName {
			return nil, malformed("%s is not JSON from byte %d on: %v", what, dec.InputOffset(), err)
		}
		if _, twice := values[name]; twice {
			return nil, malformed("%s has %.40q twice; say it once", what, name)
		}
		values[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, malformed("%s is not JSON: its object does not end", what)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, malformed("%s goes on behind its object from byte %d on; send one object alone", what, dec.InputOffset())
	}
	return values, nil
}

func (o *object) refuse(name, format string, args ...any) {
	if o.fault == nil {
		o.fault = invalid(name, format, args...)
	}
}

// raw gives a field's JSON. A null says nothing, like a field that is not there.
func (o *object) raw(name string) (json.RawMessage, bool) {
	value, ok := o.values[name]
	return value, ok && o.fault == nil && string(value) != "null"
}

// text reads a string field within the length that its shape allows.
func (o *object) text(name string) string {
	value, ok := o.raw(name)
	p := o.shape.find(name)
	var s string
	switch {
	case !ok && p.required:
		o.refuse(name, "%s is missing: %s", name, p.doc)
	case !ok:
	case json.Unmarshal(value, &s) != nil:
		o.refuse(name, "%s must be a string: %s", name, p.doc)
	case s == "" && p.required:
		o.refuse(name, "%s is empty: %s", name, p.doc)
	case strings.ContainsFunc(s, unicode.IsControl):
		o.refuse(name, "%s has a control character; leave it out", name)
	default:
		o.bound(name, s, p.max)
	}
	return s
}

// bound refuses a string that is too long.
func (o *object) bound(name, s string, most int) {
	if n := utf8.RuneCountInString(s); n > most {
		o.refuse(name, "%s has %d characters; it may have %d", short(name), n, most)
	}
}

// short cuts a name that somebody made up to a sensible length.
func short(name string) string {
	if r := []rune(name); len(r) > maxID {
		return string(r[:maxID]) + "…"
	}
	return name
}

// moment reads an RFC 3339 time. It may be a little ahead of now, as clocks are; without one it
// is now.
func (o *object) moment(name string, now time.Time) fsm.Moment {
	s := o.text(name)
	if s == "" {
		return fsm.At(now)
	}
	at, err := time.Parse(time.RFC3339, s)
	switch {
	case err != nil:
		o.refuse(name, "%.40q is no RFC 3339 time; write one such as %s", s, now.UTC().Format(time.RFC3339))
	case at.After(now.Add(maxAhead)):
		o.refuse(name, "%s is in the future; it may be at most %v ahead of the server's clock, which says %s",
			s, maxAhead, now.UTC().Format(time.RFC3339))
	case at.Year() < 2000:
		o.refuse(name, "%s is before the year 2000; there was nothing to tell of yet", s)
	}
	return fsm.At(at)
}

// flat reads an object of strings, numbers and booleans, of as many fields as its shape allows. A
// null in it says nothing, unless nulls are asked for.
func (o *object) flat(name string, nulls bool) map[string]any {
	raw, ok := o.raw(name)
	if !ok {
		return nil
	}
	values, fault := members(raw, name)
	if fault != nil {
		o.fault = invalid(name, "%s", fault.Detail)
		return nil
	}
	if p := o.shape.find(name); len(values) > p.max {
		o.refuse(name, "%s has %d fields; it may have %d", name, len(values), p.max)
	}
	flat := make(map[string]any, len(values))
	for _, field := range slices.Sorted(maps.Keys(values)) {
		value, err := scalar(values[field])
		if err != nil {
			o.refuse(name+"."+field, "%s %v", short(name+"."+field), err)
		} else if value != nil || nulls {
			flat[field] = value
		}
	}
	return flat
}

// scalar reads a string, number, boolean or null.
func scalar(raw json.RawMessage) (any, error) {
	switch raw[0] {
	case '{', '[':
		return nil, fmt.Errorf("is nested; send strings, numbers and booleans, each under a name of its own")
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, fmt.Errorf("is no number that can be kept; send a smaller one, or a string")
	}
	if n, ok := value.(float64); ok && math.Abs(n) > maxNumber {
		return nil, fmt.Errorf("is too large to be exact as a number; send it as a string")
	}
	return value, nil
}
