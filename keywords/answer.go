package keywords

import (
	"slices"
	"strings"
)

// AnswerExact gives the answer whose name or word the whole text is, in any spelling.
func (l *Lexicon) AnswerExact(t Text, answers []Answer) (Match, bool) {
	if t.Key == "" || l.isReaction(t) {
		return Match{}, false
	}
	return pick(answers, "exact", func(key string) bool { return squash(key) == squash(t.Key) })
}

// AnswerNear gives the answer that a text nearly is: by its place or in other words for its
// number, with words around it that choose, or with a slip in a longer word. A text with any other
// word in it, a denial too, or that fits two answers, gives none.
func (l *Lexicon) AnswerNear(t Text, answers []Answer) (Match, bool) {
	words := t.words()
	if len(words) == 0 || len(words) > maxKeyword || l.isReaction(t) {
		return Match{}, false
	}
	choices := l.choices(words)
	for _, same := range []func(a, b string) bool{equal, closeTo} {
		m, found := pick(answers, "near", func(key string) bool {
			return slices.ContainsFunc(choices, func(c string) bool { return same(c, squash(key)) })
		})
		if m.Name != "" {
			return m, found
		}
	}
	return Match{}, false
}

func equal(a, b string) bool { return a == b }

// closeTo allows one slip in a word of six letters or more.
func closeTo(a, b string) bool {
	right := []rune(b)
	return len(right) >= longWord && strings.Trim(b, "0123456789") == b && near([]rune(a), right)
}

// pick gives the one answer with a word that fits. If two answers fit it names one and tells false.
func pick(answers []Answer, tier string, fits func(key string) bool) (Match, bool) {
	found := Match{}
	for _, a := range answers {
		for _, word := range append([]string{a.Name}, a.Words...) {
			if !fits(Read(word).Key) {
				continue
			}
			if found.Name != "" && found.Name != a.Name {
				return found, false
			}
			if found.Name == "" {
				found = Match{Name: a.Name, Tier: tier, Evidence: word}
			}
		}
	}
	return found, found.Name != ""
}

// choices gives what a text may choose, in every language: what remains without the words of
// choosing, and what that stands for (the second one: 2). A number that is also such a word (one,
// un, eins) is first taken for a number, then for such a word if it is not the first that counts.
func (l *Lexicon) choices(words []string) []string {
	var choices []string
	for _, lang := range l.languages {
		for _, numbersToo := range []bool{false, true} {
			key := lang.chosen(words, numbersToo)
			standsFor, known := lang.answers[key]
			switch {
			case known:
				choices = append(choices, standsFor)
			case key != "":
				choices = append(choices, squash(key))
			}
			if known {
				break
			}
		}
	}
	return choices
}

// chosen leaves out the words of choosing.
func (l *language) chosen(words []string, numbersToo bool) string {
	var kept []string
	for _, w := range words {
		_, stands := l.answers[w]
		if !l.listed("choosing", w) || stands && (!numbersToo || len(kept) == 0) {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}
