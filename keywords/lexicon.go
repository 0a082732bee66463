package keywords

import "strings"

// Text is a text made comparable.
type Text struct{ Key string }

// Read makes a text comparable.
func Read(body string) Text { return Text{Key: strings.ToLower(strings.TrimSpace(body))} }

// Lexicon knows words.
type Lexicon struct{}

// Default is the built-in lexicon.
func Default() *Lexicon { return &Lexicon{} }

var exact = map[string]Kind{"stop": Stop, "start": Start, "help": Help, "yes": Yes, "no": No}

func (l *Lexicon) Exact(t Text) Verdict {
	return Verdict{Kind: exact[t.Key], Tier: "exact", Match: t.Key}
}

func (l *Lexicon) FreeText(t Text) Verdict { return Verdict{} }

func (l *Lexicon) Reserved(word string) (Kind, bool) {
	k, ok := exact[Read(word).Key]
	return k, ok
}

func (l *Lexicon) Keyword(t Text, words []string) (string, bool) {
	for _, w := range words {
		if Read(w).Key == t.Key {
			return w, true
		}
	}
	return "", false
}

func (l *Lexicon) AnswerExact(t Text, answers []Answer) (Match, bool) {
	for _, a := range answers {
		if w, ok := l.Keyword(t, a.Words); ok {
			return Match{a.Name, "exact", w}, true
		}
	}
	return Match{}, false
}

func (l *Lexicon) AnswerNear(t Text, answers []Answer) (Match, bool) { return Match{}, false }
