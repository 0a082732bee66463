package program

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/spelling"
)

// readSet reads the attributes that a step sets; an empty value forgets one.
func readSet(r *reader, o format.Object, s *fsm.Step) {
	s.Set = map[string]any{}
	for _, f := range o.Get("set").Fields() {
		if declared, ok := r.attribute(f.Key, f.Name); ok {
			s.Set[f.Name] = typed(f.Value, declared)
		}
	}
}

// attribute finds an attribute, which the settings must declare.
func (r *reader) attribute(v format.Value, name string) (fsm.Field, bool) {
	declared, ok := r.def.Attributes[name]
	if ok || name == "" || r.def.Attributes == nil { // nil: the settings could not be read
		return declared, ok
	}
	hint := "declare it under attributes in " + settingsFile
	if near := spelling.Nearest(name, slices.Sorted(maps.Keys(r.def.Attributes))); near != "" {
		hint = "did you mean " + strconv.Quote(near) + "?"
	}
	v.Fail("there is no attribute %q; %s", name, hint)
	return declared, false
}

// typed reads a value of an attribute's type. A template becomes one when it is filled in.
func typed(v format.Value, declared fsm.Field) any {
	if v.IsNull() {
		return nil
	}
	s := v.Text()
	if strings.Contains(s, "{{") {
		return s
	}
	switch declared.Type {
	case fsm.NumberType:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n-n != 0 {
			v.Fail("%q is no number, which the attribute is", s)
			return nil
		}
		return n
	case fsm.BoolType:
		return v.OneOf("true", "false") == "true"
	case fsm.DateType:
		return format.Parsed(v, parseDate)
	case fsm.TimeType:
		return format.Parsed(v, parseTime)
	}
	if len(declared.OneOf) > 0 {
		return v.OneOf(declared.OneOf...)
	}
	return s
}

func parseTime(s string) (string, error) {
	_, err := time.Parse(time.RFC3339, s)
	return of(s, func(string) bool { return err == nil }, "is no time; write it like 2026-12-24T09:30:00-05:00")
}
