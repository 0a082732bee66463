package fsm

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm/spelling"
)

// The bounds of fields.
const (
	MaxField = 160 // characters of a value whose field says so
	maxOneOf = 50  // values of a field that has only some
)

// limit is how many characters of a value are kept.
func (f Field) limit() int {
	if f.Max == 0 {
		return MaxAttribute
	}
	return f.Max
}

// value turns what came in into a value of the field, cut to its length, or gives the reason why not.
func (f Field) value(value any) (any, string) {
	switch v := value.(type) {
	case string:
		return f.fromText(strings.ToValidUTF8(v, ""))
	case bool:
		if f.Type == BoolType {
			return v, ""
		}
	default:
		n, ok := plain(value)
		number, isNumber := n.(float64)
		switch {
		case ok && isNumber && f.Type == NumberType:
			return number, ""
		case ok && isNumber && f.Type == StringType:
			return f.fromText(strconv.FormatFloat(number, 'f', -1, 64))
		}
	}
	return nil, "must be a " + f.what()
}

// Read reads a text as a value of the field, or gives the reason why it is none: one that is too long is
// not cut.
func (f Field) Read(s string) (value any, why string) {
	if f.Type == StringType && len(f.OneOf) == 0 && utf8.RuneCountInString(s) > f.limit() {
		return nil, "has more than " + strconv.Itoa(f.limit()) + " characters"
	}
	return f.value(s)
}

// what names the field's type for people.
func (f Field) what() string {
	switch f.Type {
	case NumberType:
		return "number"
	case BoolType:
		return "true or false"
	case DateType:
		return "date such as 2026-12-24"
	case TimeType:
		return "time with its zone such as 2026-12-24T18:00:00-05:00"
	}
	return "text"
}

// fromText reads a text, an answer say, as a value of the field.
func (f Field) fromText(s string) (any, string) {
	trimmed := strings.TrimSpace(s)
	switch f.Type {
	case NumberType:
		if n, err := strconv.ParseFloat(trimmed, 64); err == nil && finite(n) {
			return n, ""
		}
	case BoolType:
		switch strings.ToLower(trimmed) {
		case "true", "yes":
			return true, ""
		case "false", "no":
			return false, ""
		}
	case DateType:
		if day, err := time.Parse(time.DateOnly, trimmed); err == nil && day.Year() > 0 {
			return trimmed, ""
		}
	case TimeType:
		if at, err := time.Parse(time.RFC3339, trimmed); err == nil && at.Year() > 0 {
			return at.Format(time.RFC3339), ""
		}
	default:
		return f.oneOf(s, trimmed)
	}
	return nil, "must be a " + f.what()
}

// oneOf is a text, which is one of the field's values where it has only some.
func (f Field) oneOf(s, trimmed string) (any, string) {
	if len(f.OneOf) == 0 {
		return cut(s, f.limit()), ""
	}
	i := slices.IndexFunc(f.OneOf, func(v string) bool { return strings.EqualFold(v, trimmed) })
	if i < 0 {
		return nil, "is not one of its values; " + spelling.Remedy(trimmed, f.OneOf)
	}
	return f.OneOf[i], ""
}

// EventFault tells what is wrong with an event that a shop posts: the field, and why; both are empty where
// nothing is. An event type that the program does not declare is accepted as history, and so are fields
// beside the declared ones.
func (p *Program) EventFault(kind string, data map[string]any) (field, why string) {
	if Raised(kind) {
		return "type", "Parley raises " + kind + " itself; post what made it happen"
	}
	event := p.Events[kind]
	for _, name := range sortedKeys(event.Fields) {
		f := event.Fields[name]
		value, given := data[name]
		if !given || value == nil {
			if !f.Optional {
				return name, "is missing; the program declares it as a " + f.what()
			}
			continue
		}
		if _, why := f.value(value); why != "" {
			return name, why
		}
	}
	return "", ""
}

// eventData keeps an event's data within bounds: eight fields of short values, the declared ones first and
// as they are declared. A value that is not as declared is left out.
func (p *Program) eventData(kind string, data map[string]any) map[string]any {
	if len(data) == 0 {
		return nil
	}
	out := make(map[string]any, min(len(data), MaxFields))
	fields := p.Events[kind].Fields
	for _, name := range sortedKeys(fields) {
		if value, ok := data[name]; ok && value != nil && len(out) < MaxFields {
			if v, why := fields[name].value(value); why == "" {
				out[name] = v
			}
		}
	}
	for _, name := range sortedKeys(data) {
		_, declared := fields[name]
		if v, ok := plain(data[name]); ok && !declared && len(out) < MaxFields {
			out[cut(name, MaxAttribute)] = v
		}
	}
	return out
}
