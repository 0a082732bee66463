package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-sms/parley/keywords"
)

// The bounds of what is indexed and looked for.
const (
	maxWord  = 48  // bytes of a word; of a longer one the beginning counts
	maxWords = 500 // of a text, or known of a person
	maxAsked = 8   // words of a query, the rest of which is not looked for
)

// word is a word as it is looked for, and where it stands in its text.
type word struct {
	folded   string
	from, to int
}

// cut gives the words of a text, at most so many.
func cut(text string, limit int) []word {
	var list []word
	begin := -1
	end := func(at int) {
		if begin >= 0 {
			if w := (word{fold(text[begin:at]), begin, at}); w.folded != "" {
				list = append(list, w)
			}
		}
		begin = -1
	}
	for i, r := range text {
		if len(list) >= limit {
			return list[:limit]
		}
		switch {
		case alone(r):
			end(i)
			begin = i
			end(i + utf8.RuneLen(r))
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if begin < 0 {
				begin = i
			}
		case begin >= 0 && joins(r):
		default:
			end(i)
		}
	}
	end(len(text))
	return list[:min(len(list), limit)]
}

// alone tells whether a character is of a script that sets no spaces between words.
func alone(r rune) bool {
	return r >= 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// joins tells whether a character within a word does not end it: "don't", an accent, a soft hyphen.
func joins(r rune) bool {
	return r == '\'' || r == '’' || unicode.In(r, unicode.M, unicode.Cf)
}

// fold is a word as the index has it.
func fold(word string) string {
	if strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) {
		word = keywords.Fold(word)
	} else {
		word = strings.ToLower(word)
	}
	word = strings.Map(func(r rune) rune {
		if r == '\'' || r == '’' || r <= ' ' {
			return -1
		}
		return r
	}, word)
	if len(word) <= maxWord {
		return word
	}
	end := maxWord
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

// distinct gives each word once, in order.
func distinct(list []word) []string {
	all := make([]string, len(list))
	for i, w := range list {
		all[i] = w.folded
	}
	slices.Sort(all)
	return slices.Compact(all)
}
