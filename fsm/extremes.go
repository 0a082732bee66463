package fsm

import (
	"strings"

	"github.com/parley-sms/parley/fsm/segment"
)

// Extreme is the most and the least that one wording can come out as.
type Extreme struct {
	Where    string // where it is written: "workflows.cart.steps.remind.text[1].text.es"
	Language string
	Workflow string // empty: of a keyword, or the machine's own
	Step     string
	Retry    bool   // the text for a wrong answer
	Longest  string // what takes most segments, as long as all that fills it in is within the GSM alphabet
	Widest   string // what takes most segments whatever fills it in; Longest, where that brings no other characters
	Shortest string // what takes fewest segments
	Any      bool   // a variable may bring characters outside the GSM alphabet
}

// Extremes tells of each wording of a workflow's step (by its number, from 0), in every language, how long and
// how short it can come out, its retry text included. Variables are filled in by what is longest and shortest of
// them: an x stands for any character of the GSM alphabet, an emoji for any other. The step of a workflow that
// there is not has none.
func (p *Program) Extremes(workflow string, step int) []Extreme {
	w := p.workflows[workflow]
	if w == nil || step < 0 || step >= len(w.Steps) {
		return nil
	}
	s := &w.Steps[step]
	where := "workflows." + workflow + ".steps." + s.Name
	var list []Extreme
	for i := range s.Texts {
		list = append(list, p.extremesOf(Extreme{Where: s.textPlace(where, i), Workflow: workflow, Step: s.Name}, s.Texts[i].wording())...)
	}
	if s.Retry != "" {
		list = append(list, p.extremesOf(Extreme{Where: where + ".retry", Workflow: workflow, Step: s.Name, Retry: true}, s.retry())...)
	}
	return list
}

// BaseExtremes tells the same of the keywords' replies, of the machine's own texts and of what agents pick from.
func (p *Program) BaseExtremes() []Extreme {
	var list []Extreme
	for i := range p.Keywords {
		if k := &p.Keywords[i]; k.Does == "reply" {
			list = append(list, p.extremesOf(Extreme{Where: "keywords." + k.Name + ".reply"}, wording{k.Text, k.In})...)
		}
	}
	for _, name := range sortedKeys(p.Texts) {
		list = append(list, p.extremesOf(Extreme{Where: "texts." + name}, p.baseText(name))...)
	}
	for _, name := range sortedKeys(p.Replies) {
		list = append(list, p.extremesOf(Extreme{Where: "replies." + name}, p.reply(name))...)
	}
	return list
}

// extremesOf tells the extremes of one text in all its languages.
func (p *Program) extremesOf(e Extreme, w wording) []Extreme {
	own := e
	own.Language = p.Language
	if len(w.in) > 0 {
		own.Where += "." + p.Language
	}
	list := []Extreme{p.extreme(own, w.text)}
	for _, language := range sortedKeys(w.in) {
		other := e
		other.Where, other.Language = e.Where+"."+language, language
		list = append(list, p.extreme(other, w.in[language]))
	}
	return list
}

func (p *Program) extreme(e Extreme, source string) Extreme {
	t := p.texts[textKey{e.Workflow, source}]
	if t == nil {
		return e
	}
	m := &measuring{p: p, text: t, language: e.Language}
	all := m.parts(t.tree.Parts)
	e.Any = m.any
	e.Shortest = strings.TrimSpace(all.shortest())
	e.Longest = strings.TrimSpace(cut(all.longest(), MaxBody))
	e.Widest = e.Longest
	if m.any {
		m.foreign = true
		e.Widest = strings.TrimSpace(cut(m.parts(t.tree.Parts).longest(), MaxBody))
	}
	return e
}

// span is what a part of a text can come out as: of all that stays within the GSM alphabet the longest
// and the shortest, of all that needs UCS-2 likewise, and of all together. A missing one is impossible.
type span struct{ plain, ucs, all bounds }

// bounds are the longest and the shortest of a kind.
type bounds struct {
	longest, shortest string
	possible          bool
}

func fixed(text string) span {
	b := bounds{text, text, true}
	if segment.Of(text, true).Encoding == segment.GSM7 {
		return span{plain: b, all: b}
	}
	return span{ucs: b, all: b}
}

// or is what comes out where it may be one or the other.
func (s span) or(o span) span {
	return span{s.plain.or(o.plain, septets), s.ucs.or(o.ucs, units), s.all.or(o.all, units)}
}

// then is what comes out of one after the other.
func (s span) then(o span) span {
	return span{
		plain: s.plain.then(o.plain),
		ucs:   s.ucs.then(o.all).or(s.all.then(o.ucs), units),
		all:   s.all.then(o.all),
	}
}

func (b bounds) or(o bounds, measure func(string) int) bounds {
	if !b.possible {
		return o
	}
	if !o.possible {
		return b
	}
	if measure(o.longest) > measure(b.longest) {
		b.longest = o.longest
	}
	if measure(o.shortest) < measure(b.shortest) {
		b.shortest = o.shortest
	}
	return b
}

func (b bounds) then(o bounds) bounds {
	return bounds{b.longest + o.longest, b.shortest + o.shortest, b.possible && o.possible}
}

func septets(s string) int { return segment.Of(s, true).Chars }

// units counts UTF-16, as UCS-2 segments are filled.
func units(s string) int {
	n := 0
	for _, r := range segment.Smart(s) {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}

// longest is the text with the most segments, and of those with as many the one with most characters.
func (s span) longest() string {
	if !s.plain.possible || s.ucs.possible && fewer(s.plain.longest, s.ucs.longest) {
		return s.ucs.longest
	}
	return s.plain.longest
}

func (s span) shortest() string {
	if !s.plain.possible || s.ucs.possible && fewer(s.ucs.shortest, s.plain.shortest) {
		return s.ucs.shortest
	}
	return s.plain.shortest
}

// fewer tells whether a text has fewer segments than another, or of as many fewer characters.
func fewer(a, b string) bool {
	x, y := segment.Of(a, true), segment.Of(b, true)
	return x.Segments < y.Segments || x.Segments == y.Segments && x.Chars < y.Chars
}
