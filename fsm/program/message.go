package program

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// defaultLanguage is that of a program which names none.
const defaultLanguage = "en"

// message reads a text that people get: one, or one for each language, of which that of the
// program's own must be there.
func (r *reader) message(v format.Value) (text string, in map[string]string) {
	if !v.IsMapping() {
		return wordsOf(v), nil
	}
	own := cmp.Or(r.def.Language, defaultLanguage)
	for _, f := range v.Fields() {
		if f.Name == own {
			text = wordsOf(f.Value)
			continue
		}
		if in == nil {
			in = map[string]string{}
		}
		in[f.Name] = wordsOf(f.Value)
	}
	if text == "" {
		v.Fail("has no text in %s, the program's own language, which stands in for every other", own)
	}
	return text, in
}

// wordsOf reads a text in one language.
func wordsOf(v format.Value) string { return strings.TrimSpace(v.Text()) }

// wordings reads a step's text: one, or several of which the first whose condition holds is used.
func (r *reader) wordings(v format.Value) (cases []fsm.TextCase) {
	for _, item := range v.Items() {
		var c fsm.TextCase
		if item.Pick(&wordingOrCase).Shape == &caseShape {
			o := item.Object(&caseShape)
			c.If, item = o.Text("if"), o.Get("text")
		}
		c.Text, c.In = r.message(item)
		cases = append(cases, c)
	}
	return cases
}

// withName puts a name before the words for it; an underscore in it stands for a space.
func withName(name string, words []string) []string {
	said := strings.ReplaceAll(name, "_", " ")
	if slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, said) }) {
		return words
	}
	return append([]string{said}, words...)
}
