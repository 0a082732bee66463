package fsm

import (
	"regexp"
	"strings"
)

var (
	languageForm = regexp.MustCompile(`^[a-z]{2}(-[A-Z]{2})?$`) // of a program
	languageTag  = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)
)

// ValidLanguage tells whether a text is the tag of a language that a person may speak: en, pt-BR, zh-Hant-TW.
func ValidLanguage(s string) bool { return languageTag.MatchString(s) }

// choose picks the text for a language: in it, in the language without its country, or else in the
// program's own.
func (w wording) choose(language, own string) (text, in string) {
	base, _, _ := strings.Cut(language, "-")
	for _, try := range []string{language, base} {
		if text, ok := w.in[try]; ok {
			return text, try
		}
	}
	return w.text, own
}

// languages checks the languages that texts should be in.
func (c *compiler) languages() {
	if !languageForm.MatchString(c.p.Language) {
		c.fail("language", "%q is no language; write it like en or es-MX", c.p.Language)
	}
	for _, language := range c.p.Languages {
		if !languageForm.MatchString(language) {
			c.fail("languages", "%q is no language; write it like en or es-MX", language)
		}
	}
}

// translated checks a text in every language that it is in.
func (c *compiler) translated(where string, w wording, s textScope) {
	s.language = c.p.Language
	place := where
	if len(w.in) > 0 {
		place += "." + c.p.Language
	}
	c.text(place, w.text, s)
	for _, language := range sortedKeys(w.in) {
		if !languageForm.MatchString(language) {
			c.fail(where+"."+language, "%q is no language; write it like en or es-MX", language)
		}
		s.language = language
		c.text(where+"."+language, w.in[language], s)
	}
}
