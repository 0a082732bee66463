package keywords

import "strings"

// maxKeyword is how many words a keyword's text may hold: what is longer is no keyword.
const maxKeyword = 12

// Exact tells whether the whole text is a keyword that has its meaning in every state. Around the
// word only politeness may stand; repeating it changes nothing.
func (l *Lexicon) Exact(t Text) Verdict {
	if l.isReaction(t) {
		return Verdict{}
	}
	words := l.withoutPoliteness(t.words())
	if len(words) == 0 || len(words) > maxKeyword {
		return Verdict{}
	}
	if v, ok := l.lookUp(words); ok {
		return v
	}
	if v, ok := l.numbered(words); ok {
		return v
	}
	return l.repeated(words)
}

// numbered takes a stop word with one digit beside it, an answer that was thought better of, for
// the stop word: 2 STOP. A word that may go with a digit by its own sense (cancel 2) is not listed.
func (l *Lexicon) numbered(words []string) (Verdict, bool) {
	if len(words) != 2 {
		return Verdict{}, false
	}
	word := words[0]
	if isSingle(word) && isDigit(word[0]) {
		word = words[1]
	} else if !isSingle(words[1]) || !isDigit(words[1][0]) {
		return Verdict{}, false
	}
	for _, lang := range l.languages {
		if v, ok := l.lookUp([]string{word}); ok && v.Kind == Stop && lang.listed("numbered", word) {
			return v, true
		}
	}
	return Verdict{}, false
}

// Reserved tells what a word means in every state, in any language.
func (l *Lexicon) Reserved(word string) (Kind, bool) {
	v := l.Exact(Read(word))
	return v.Kind, v.Kind != None
}

// Keyword gives the one of words that the whole text equals; spaces and hyphens do not count.
func (l *Lexicon) Keyword(t Text, words []string) (string, bool) {
	if t.Key == "" || l.isReaction(t) {
		return "", false
	}
	key := squash(t.Key)
	for _, word := range words {
		if squash(Read(word).Key) == key {
			return word, true
		}
	}
	return "", false
}

func (l *Lexicon) lookUp(words []string) (Verdict, bool) {
	if v, ok := l.exact[strings.Join(words, "")]; ok {
		return v, true
	}
	spelt := make([]string, len(words))
	for i, w := range words {
		spelt[i] = spellOut(w)
	}
	v, ok := l.exact[strings.Join(spelt, "")]
	return v, ok
}

// repeated takes a row of keywords for one: the same one again, or several that all mean stop.
func (l *Lexicon) repeated(words []string) Verdict {
	var first Verdict
	for len(words) > 0 {
		v, n := l.leading(words)
		if n == 0 || first.Kind != None && v.Match != first.Match && (v.Kind != Stop || first.Kind != Stop) {
			return Verdict{}
		}
		if first.Kind == None {
			first = v
		}
		words = words[n:]
	}
	return first
}

// leading looks up the keyword that a row of words begins with.
func (l *Lexicon) leading(words []string) (Verdict, int) {
	for n := min(3, len(words)); n > 0; n-- {
		if v, ok := l.lookUp(words[:n]); ok {
			return v, n
		}
	}
	return Verdict{}, 0
}

// withoutPoliteness takes please, thanks and a phone's signature from both ends.
func (l *Lexicon) withoutPoliteness(words []string) []string {
	for {
		n := len(words)
		for k := min(5, n); k > 0; k-- {
			if l.polite[strings.Join(words[:k], " ")] {
				words = words[k:]
				break
			}
			if l.polite[strings.Join(words[n-k:], " ")] {
				words = words[:n-k]
				break
			}
		}
		if len(words) == n {
			return words
		}
	}
}

// isReaction tells whether a text is what a phone sends for a reaction to an earlier text: then
// the words are not the person's own.
func (l *Lexicon) isReaction(t Text) bool {
	if !t.quote.any {
		return false
	}
	for _, lang := range l.languages {
		if lang.isReaction(t.quote) {
			return true
		}
	}
	return false
}

func (l *language) isReaction(q quote) bool {
	reacts := q.emoji
	for _, word := range q.around {
		switch {
		case l.listed("reactions", word):
			reacts = true
		case !l.listed("reaction words", word):
			return false
		}
	}
	return reacts
}
