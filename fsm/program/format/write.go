package format

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// YAML writes the keys as a file. What is short stands on one line.
func (k *Keys) YAML() []byte {
	var b strings.Builder
	for _, e := range k.entries() {
		b.WriteString(e.Name + ":")
		block(&b, e.Value, "")
	}
	return []byte(b.String())
}

const widest = 100 // characters of a group on one line

// block writes a value behind its key or dash, and what does not fit there below it.
func block(b *strings.Builder, v any, indent string) {
	line := flow(v)
	switch {
	case !lists(v) && len(indent)+len(line) <= widest, len(entries(v)) == 0 && !list(v):
		b.WriteString(" " + line + "\n")
	case list(v):
		b.WriteString("\n")
		for _, item := range v.(Items) {
			b.WriteString(indent + "  -")
			member(b, item, indent+"    ")
		}
	default:
		b.WriteString("\n")
		keys(b, entries(v), indent+"  ", "")
	}
}

// member writes a member of a list behind its dash: those of a file's own lists over several lines.
func member(b *strings.Builder, v any, indent string) {
	if inner := entries(v); len(inner) > 0 && (len(indent) <= 4 || len(indent)+len(flow(v)) > widest) {
		b.WriteString(" ")
		keys(b, inner, indent, indent)
		return
	}
	block(b, v, indent)
}

// keys writes keys below one another; the first stands where a dash has begun its line.
func keys(b *strings.Builder, all Names, indent, begun string) {
	for i, e := range all {
		if i > 0 || begun == "" {
			b.WriteString(indent)
		}
		b.WriteString(e.Name + ":")
		block(b, e.Value, indent)
	}
}

// entries gives the keys of a group as they are written: those that a shape knows need no quotes.
func entries(v any) Names {
	switch v := v.(type) {
	case *Keys:
		return v.entries()
	case Names:
		out := make(Names, len(v))
		for i, e := range v {
			out[i] = Entry{scalar(e.Name), e.Value}
		}
		return out
	}
	return nil
}

func list(v any) bool { _, ok := v.(Items); return ok }

// lists tells whether a value is a list of groups, which is not written on one line.
func lists(v any) bool {
	l, ok := v.(Items)
	return ok && slices.ContainsFunc(l, func(item any) bool { return entries(item) != nil })
}

// flow writes a value on one line.
func flow(v any) string { return flowIn(v, false) }

// flowIn writes a value on one line, within braces or not. There a text with a colon stands in quotes:
// the library takes it for a key.
func flowIn(v any, braces bool) string {
	switch v := v.(type) {
	case Items:
		var parts []string
		for _, item := range v {
			parts = append(parts, flowIn(item, braces))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *Keys, Names:
		var parts []string
		for _, e := range entries(v) {
			parts = append(parts, e.Name+": "+flowIn(e.Value, true))
		}
		if len(parts) == 0 {
			return "{}"
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	line := scalar(v)
	if braces && strings.Contains(line, ":") && !strings.HasPrefix(line, `"`) {
		return strconv.Quote(line)
	}
	return line
}

var (
	plainForm = regexp.MustCompile(`^([A-Za-z]|\d+[a-z%])([A-Za-z0-9_./%?-]|\d:\d)*( ([A-Za-z0-9_./%-]|\d:\d)+)*$`)
)

// scalar writes a single value; a text that YAML could take for anything else in quotes.
func scalar(v any) string {
	s, ok := v.(string)
	if !ok {
		if v == nil {
			return "null"
		}
		if f, ok := v.(float64); ok {
			return number(f)
		}
		return fmt.Sprint(v)
	}
	_, integer := strconv.ParseInt(s, 0, 64)
	_, float := strconv.ParseFloat(s, 64)
	special := slices.Contains([]string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(s))
	if plainForm.MatchString(s) && integer != nil && float != nil && !special {
		return s
	}
	return strconv.Quote(s)
}

// number writes a number in full where that is short.
func number(f float64) string {
	if s := strconv.FormatFloat(f, 'f', -1, 64); len(s) <= 20 {
		return s
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}
