package program

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
)

// message reads a text that people get.
func message(v value) string {
	s := v.text()
	if n := utf8.RuneCountInString(s); n > fsm.MaxBody {
		v.fail("is %d characters long; a text may have %d", n, fsm.MaxBody)
	}
	for _, c := range segment.Forces(segment.Smart(s)) {
		v.warn("%q is not in the GSM alphabet: it leaves the text 70 characters a segment instead of 160", c.Char)
		break
	}
	return strings.TrimSpace(s)
}

// withName puts a name before the words for it; an underscore in it stands for a space.
func withName(name string, words []string) []string {
	said := strings.ReplaceAll(name, "_", " ")
	if slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, said) }) {
		return words
	}
	return append([]string{said}, words...)
}
