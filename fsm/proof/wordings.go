package proof

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// wording is one text that people can get, as it is written.
type wording struct {
	where    string
	source   string
	language string
	workflow *fsm.Workflow // nil: of a keyword, or the machine's own
	step     *fsm.Step
	offer    bool // the step's own text, not its retry
}

// wordings lists every text of a program in every language.
func wordings(p *fsm.Program) []wording {
	var list []wording
	for i := range p.Workflows {
		for k := range p.Workflows[i].Steps {
			list = append(list, stepWordings(p, &p.Workflows[i], &p.Workflows[i].Steps[k])...)
		}
	}
	for _, k := range p.Keywords {
		if k.Text != "" {
			list = append(list, inLanguages(p, wording{where: "keywords." + k.Name + ".reply", source: k.Text}, k.In)...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Texts)) {
		list = append(list, inLanguages(p, wording{where: "texts." + name, source: p.Texts[name]}, p.TextsIn[name])...)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Replies)) {
		list = append(list, inLanguages(p, wording{where: "replies." + name, source: p.Replies[name]}, p.RepliesIn[name])...)
	}
	return list
}

// stepWordings lists the texts of one step.
func stepWordings(p *fsm.Program, w *fsm.Workflow, s *fsm.Step) []wording {
	var list []wording
	for i, c := range s.Texts {
		where := place(w, s) + ".text"
		if len(s.Texts) > 1 || c.If != "" {
			where = fmt.Sprintf("%s[%d].text", where, i)
		}
		list = append(list, inLanguages(p, wording{where: where, source: c.Text, workflow: w, step: s, offer: true}, c.In)...)
	}
	if s.Retry != "" {
		list = append(list, inLanguages(p, wording{where: place(w, s) + ".retry", source: s.Retry, workflow: w, step: s}, s.RetryIn)...)
	}
	return list
}

// inLanguages adds a text's other languages to it.
func inLanguages(p *fsm.Program, first wording, in map[string]string) []wording {
	first.language = p.Language
	list := []wording{first}
	for _, language := range slices.Sorted(maps.Keys(in)) {
		if language == p.Language {
			continue
		}
		other := first
		other.where, other.source, other.language = first.where+"."+language, in[language], language
		list = append(list, other)
	}
	return list
}

var holeForm = regexp.MustCompile(`\{\{-?\s*(.*?)\s*-?\}\}|\{%.*?%\}`)

// shown is a text as a person reads it, with the brand, contact and frequency filled in; in place of
// every other variable stands a blank, and in place of a link its destination.
func (f *finder) shown(source string) string {
	return holeForm.ReplaceAllStringFunc(source, func(hole string) string {
		inner := holeForm.FindStringSubmatch(hole)[1]
		switch name, _, _ := strings.Cut(inner, "|"); strings.TrimSpace(name) {
		case "brand":
			return f.p.Brand
		case "contact":
			return f.p.Contact
		case "frequency":
			return f.p.Frequency
		default:
			if destination, quoted := quoted(inner); quoted && strings.Contains(inner, "link") {
				return destination
			}
		}
		return " "
	})
}

// quoted is the first quoted part of a variable's expression.
func quoted(inner string) (string, bool) {
	for _, q := range []string{`'`, `"`} {
		if rest, ok := strings.CutPrefix(inner, q); ok {
			part, _, closed := strings.Cut(rest, q)
			return part, closed
		}
	}
	return "", false
}

// says tells whether a text names the brand.
func (f *finder) saysBrand(text string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(f.p.Brand)))
}
