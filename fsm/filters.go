package fsm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm/liquid"
)

// filter is what a text may do to a value.
type filter struct {
	least, most int    // arguments
	takes       []Type // types of value; none: any
	apply       func(f *filling, value any, args []any) any
}

// filters are those that texts may use. Each gives nil for nil, so that what is not known stays so until a
// default stands in for it.
func filters() map[string]filter {
	return map[string]filter{
		"default":    {1, 1, nil, func(_ *filling, v any, args []any) any { return orDefault(v, args) }},
		"append":     {1, 1, nil, func(_ *filling, v any, args []any) any { return joined(v, args) }},
		"capitalize": words(capital),
		"upcase":     words(strings.ToUpper),
		"downcase":   words(strings.ToLower),
		"strip":      words(strings.TrimSpace),
		"truncate":   {1, 1, []Type{StringType}, func(_ *filling, v any, args []any) any { return truncated(v, args) }},
		"round":      {0, 1, []Type{NumberType}, func(_ *filling, v any, args []any) any { return rounded(v, args) }},
		"money":      {0, 0, []Type{NumberType}, func(f *filling, v any, _ []any) any { return f.p.money(v) }},
		"date":       {0, 1, []Type{DateType, TimeType}, func(f *filling, v any, args []any) any { return f.date(v, args) }},
		"link":       {0, 0, []Type{StringType}, func(f *filling, v any, _ []any) any { return f.link(v) }},
	}
}

func words(change func(string) string) filter {
	return filter{0, 0, []Type{StringType}, func(_ *filling, v any, _ []any) any {
		if s, ok := v.(string); ok {
			return change(s)
		}
		return v
	}}
}

func orDefault(v any, args []any) any {
	if v == nil || v == false || v == "" {
		return args[0]
	}
	return v
}

func joined(v any, args []any) any {
	if v == nil || args[0] == nil {
		return nil
	}
	return liquid.Print(v) + liquid.Print(args[0])
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// truncated cuts a text to a length, dots included.
func truncated(v any, args []any) any {
	s, ok := v.(string)
	n, whole := args[0].(float64)
	if !ok || !whole || utf8.RuneCountInString(s) <= int(n) {
		return v
	}
	return strings.TrimSpace(cut(s, max(int(n)-3, 0))) + "..."
}
