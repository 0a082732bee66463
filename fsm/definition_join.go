package fsm

import (
	"cmp"
	"slices"
)

// JoinPage says what the pages tell on which people join by a keyword.
type JoinPage struct {
	Title   string            // empty: a built-in one
	TitleIn map[string]string // the same in other languages
	Note    string            // what people get, in some sentences; empty: none
	NoteIn  map[string]string
	Terms   string // address of the terms; empty: there are none
	Privacy string // address of the privacy policy
	Region  string // country of numbers without one: "US"; empty: numbers are written in full
}

// AllLanguages lists the languages that a program's texts are in, its own first.
func (d *Definition) AllLanguages() []string {
	all := []string{cmp.Or(d.Language, "en")}
	for _, language := range d.Languages {
		if !slices.Contains(all, language) {
			all = append(all, language)
		}
	}
	return all
}

// In gives the title and the note in a language, or in the program's own.
func (j *JoinPage) In(language string) (title, note string) {
	if j == nil {
		return "", ""
	}
	title, _ = wording{j.Title, j.TitleIn}.choose(language, "")
	note, _ = wording{j.Note, j.NoteIn}.choose(language, "")
	return title, note
}

// join checks what the pages tell on which people join.
func (c *compiler) join() {
	if j := c.p.Join; j != nil && j.Region != "" && !countryForm.MatchString(j.Region) {
		c.fail("join.region", "%q is no country; write its two letters, such as US", j.Region)
	}
}
