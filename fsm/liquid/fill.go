package liquid

import (
	"strconv"
	"strings"
)

// Fill fills a text in. The names of what should have been there and is not known come back beside it.
func (t *Text) Fill(w World) (text string, missing []string) {
	f := &filler{world: w}
	f.parts(t.Parts)
	return f.out.String(), f.missing
}

type filler struct {
	world   World
	out     strings.Builder
	missing []string
}

func (f *filler) parts(parts []Part) {
	for _, p := range parts {
		switch {
		case p.Hole != nil:
			f.hole(p.Hole)
		case p.Choice != nil:
			f.choice(p.Choice)
		default:
			f.out.WriteString(p.Words)
		}
	}
}

func (f *filler) choice(cases []Case) {
	for _, c := range cases {
		if c.If == nil || f.holds(c.If) {
			f.parts(c.Parts)
			return
		}
	}
}

func (f *filler) hole(h *Hole) {
	value := f.value(h.Value)
	for _, filter := range h.Filters {
		args := make([]any, len(filter.Args))
		for i, arg := range filter.Args {
			args[i] = f.value(arg)
		}
		value = f.world.Filter(filter.Name, value, args)
	}
	if value == nil {
		f.missing = append(f.missing, h.Value.Name)
	}
	f.out.WriteString(Print(value))
}

func (f *filler) value(v Value) any {
	if v.Name == "" {
		return v.Literal
	}
	return f.world.Value(v.Name)
}

// holds evaluates a condition: nil and false do not hold, everything else does.
func (f *filler) holds(c *Condition) bool {
	var held bool
	switch c.Op {
	case "and":
		held = f.holds(c.First) && (c.Rest == nil || f.holds(c.Rest))
	case "or":
		held = f.holds(c.First) || f.holds(c.Rest)
	case "":
		v := f.value(c.Left)
		held = v != nil && v != false
	default:
		held = compare(c.Op, f.value(c.Left), f.value(c.Right))
	}
	return held != c.Not
}

// compare compares numbers with numbers and words with words; of anything else only whether it is
// the same can be told.
func compare(op string, a, b any) bool {
	x, isNumber := number(a)
	y, bothNumbers := number(b)
	s, isText := a.(string)
	t, bothTexts := b.(string)
	switch {
	case op == "contains":
		return isText && bothTexts && strings.Contains(s, t)
	case isNumber && bothNumbers:
		return ordered(op, x, y)
	case isText && bothTexts:
		return ordered(op, s, t)
	case op == "==":
		return a == b
	case op == "!=":
		return a != b
	}
	return false
}

func ordered[T string | float64](op string, a, b T) bool {
	switch op {
	case "==":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case ">":
		return a > b
	case "<=":
		return a <= b
	}
	return a >= b
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// Print writes a value as a text shows it; nothing where it is nil.
func Print(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}
