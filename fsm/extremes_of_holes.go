package fsm

import (
	"strings"

	"github.com/parley-sms/parley/fsm/liquid"
)

// measuring tells what a text can come out as, without filling it in.
type measuring struct {
	p        *Program
	text     *compiledText
	language string
	foreign  bool // variables bring characters outside the GSM alphabet where they may
	any      bool // some variable may
}

func (m *measuring) parts(parts []liquid.Part) span {
	all := fixed("")
	for _, p := range parts {
		switch {
		case p.Hole != nil:
			all = all.then(m.hole(p.Hole))
		case p.Choice != nil:
			all = all.then(m.choice(p.Choice))
		default:
			all = all.then(fixed(p.Words))
		}
	}
	return all
}

func (m *measuring) choice(cases []liquid.Case) span {
	var one span
	for _, c := range cases {
		one = one.or(m.parts(c.Parts))
	}
	if cases[len(cases)-1].If != nil {
		one = one.or(fixed(""))
	}
	return one
}

// hole is what one hole can come out as: a few texts that are as long and as short as it gets.
func (m *measuring) hole(h *liquid.Hole) span {
	texts := m.texts(h.Value)
	for _, f := range h.Filters {
		switch f.Name {
		case "default":
			texts = append(texts, m.texts(f.Args[0])...)
		case "append":
			var both []string
			for _, a := range texts {
				for _, b := range m.texts(f.Args[0]) {
					both = append(both, a+b)
				}
			}
			texts = both
		case "money":
			texts = []string{liquid.Print(m.p.money(-float64(maxMoney))), liquid.Print(m.p.money(1.0))}
		case "date":
			texts = m.dates(f.Args)
		case "link":
			texts = []string{m.link()}
		default:
			texts = each(texts, func(s string) string { return m.changed(f, s) })
		}
	}
	var one span
	for _, text := range texts {
		one = one.or(fixed(text))
	}
	return one
}

func each(texts []string, change func(string) string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = change(s)
	}
	return out
}

// changed applies a filter that changes the letters or the length of a text.
func (m *measuring) changed(f liquid.Filter, s string) string {
	args := make([]any, len(f.Args))
	for i, arg := range f.Args {
		args[i] = arg.Literal
	}
	if f.Name == "round" {
		return s // never longer than before
	}
	return liquid.Print(filters()[f.Name].apply(nil, s, args))
}

// texts lists the longest and the shortest that a value can be.
func (m *measuring) texts(v liquid.Value) []string {
	if v.Name == "" {
		return []string{liquid.Print(v.Literal)}
	}
	known := m.text.vars[v.Name]
	switch f := known.field; {
	case known.whole:
		return []string{"-999999", "0"}
	case f.Type == NumberType:
		return []string{strings.Repeat("9", maxDigits), "0"}
	case f.Type == BoolType:
		return []string{"false", "true"}
	case len(f.OneOf) > 0:
		return f.OneOf
	case f.Type == DateType || f.Type == TimeType:
		return []string{"2026-12-24"}
	case f.GSM:
		return []string{strings.Repeat("x", f.limit()), "x"}
	case m.foreign:
		return []string{strings.Repeat("😀", f.limit()), "x"}
	default:
		m.any = true
		return []string{strings.Repeat("x", f.limit()), "x"}
	}
}

// dates are the longest and the shortest that a format can give.
func (m *measuring) dates(args []liquid.Value) []string {
	format := defaultDate(m.language)
	if len(args) > 0 {
		format, _ = args[0].Literal.(string)
	}
	parts, _ := dateParts(format)
	var longest, shortest string
	for _, part := range parts {
		long, short := part, part
		if sign, ok := strings.CutPrefix(part, "%"); ok {
			long, short = dateSigns()[sign].longest, dateSigns()[sign].shortest
		}
		longest, shortest = longest+long, shortest+short
	}
	return []string{longest, shortest}
}

// link is a tracked link of the length that it will have; where the program names no domain, as long as that of
// a server commonly is.
func (m *measuring) link() string {
	base := m.p.linkBase(Inputs{LinkBase: "https://" + strings.Repeat("x", commonHost) + "/l/"})
	return base + strings.Repeat("x", codeLength)
}

// commonHost is how long the name of a server is taken to be.
const commonHost = 30
