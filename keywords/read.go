package keywords

import (
	"regexp"
	"strings"
	"unicode"
)

// Text is a text made comparable.
type Text struct {
	Key string // its words in one spelling, a space between them; "" if it has none

	tokens []token
	quote  quote
	emoji  string
}

// token is a word, or the place where something quoted stood.
type token struct {
	text  string
	opens bool // it is the first of a sentence, or of what stands between two marks
	glued bool // a hyphen ties it to the word before
	asks  bool // a question mark follows
}

var link = regexp.MustCompile(`(?:[a-z]+://|www\.)\S+`)

// maxRead is how many characters of a text are read: no carrier takes a longer one.
const maxRead = 1600

// Read makes a text comparable: its first 1600 characters, since no carrier takes more. It never fails.
func Read(body string) Text {
	own, q := cutQuotes(link.ReplaceAllString(Fold(beginning(body)), " http "))
	s := scanner{opens: true}
	runes := []rune(own)
	for i, r := range runes {
		next := ' '
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		s.take(r, next)
		s.last = r
	}
	s.endWord()
	t := Text{tokens: joinLetters(s.tokens), quote: q, emoji: s.emoji}
	if len(t.tokens) == 0 && t.emoji != "" {
		t.tokens = []token{{text: once(t.emoji), opens: true}}
	}
	t.Key = strings.Join(t.words(), " ")
	return t
}

// beginning gives the part of a body that is read.
func beginning(body string) string {
	read := 0
	for at := range body {
		if read == maxRead {
			return body[:at]
		}
		read++
	}
	return body
}

// words gives the words in their order, without what is quoted.
func (t Text) words() []string {
	words := make([]string, 0, len(t.tokens))
	for _, tok := range t.tokens {
		if tok.text != quotation {
			words = append(words, tok.text)
		}
	}
	return words
}

// scanner cuts a folded text into tokens.
type scanner struct {
	tokens []token
	emoji  string
	word   strings.Builder
	last   rune // the character before
	opens  bool // the next token is the first of a sentence
	glued  bool // a hyphen stands before the next token
}

func (s *scanner) take(r, next rune) {
	switch {
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), s.inWord(r, next):
		s.word.WriteRune(r)
	case strings.ContainsRune("'’‘ʼ`´", r):
		s.elide()
	case r == '"':
		s.endWord()
		s.add(quotation)
	case r == '-':
		s.endWord()
		s.glued = s.last != ' ' && next != ' '
		s.opens = s.opens || !s.glued
	default:
		s.endWord()
		s.mark(r)
	}
}

// mark reads what is no part of a word.
func (s *scanner) mark(r rune) {
	switch {
	case r == '?' && len(s.tokens) > 0:
		s.tokens[len(s.tokens)-1].asks = true
		s.opens = true
	case strings.ContainsRune(".!?;:,\n()[]{}¿¡|—–", r):
		s.opens = true
	case unicode.Is(unicode.So, r):
		s.emoji += string(r)
	}
}

// inWord tells whether a mark belongs to a number or stands for a letter: 2.5, 10:30, $5, st@p.
func (s *scanner) inWord(r, next rune) bool {
	switch r {
	case '.', ',', ':', '⁄':
		return unicode.IsDigit(s.last) && unicode.IsDigit(next)
	case '$', '€', '£':
		return unicode.IsLetter(next) || unicode.IsDigit(next) || unicode.IsDigit(s.last)
	case '@':
		return unicode.IsLetter(next) && s.word.Len() > 0
	case '%':
		return unicode.IsDigit(s.last)
	}
	return false
}

// elide ends a word at an apostrophe that stands for a vowel (l', n', qu'); any other (don't) is
// left out.
func (s *scanner) elide() {
	switch s.word.String() {
	case "l", "d", "j", "m", "n", "s", "t", "c", "qu":
		s.endWord()
	}
}

func (s *scanner) endWord() {
	if s.word.Len() > 0 {
		s.add(shorten(unmask(s.word.String())))
		s.word.Reset()
	}
}

func (s *scanner) add(text string) {
	s.tokens = append(s.tokens, token{text: text, opens: s.opens, glued: s.glued})
	s.opens, s.glued = false, false
}

// joinLetters makes one word of three or more single characters in a row, two of them letters:
// s t o p, S.T.O.P.
func joinLetters(tokens []token) []token {
	out := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); {
		j, letters := i, 0
		for j < len(tokens) && isSingle(tokens[j].text) {
			if !isDigit(tokens[j].text[0]) {
				letters++
			}
			j++
		}
		if j-i < 3 || letters < 2 {
			j = max(j, i+1)
			out = append(out, tokens[i:j]...)
		} else {
			out = append(out, join(tokens[i:j]))
		}
		i = j
	}
	return out
}

func isSingle(s string) bool { return len(s) == 1 && s != quotation }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func join(tokens []token) token {
	var word strings.Builder
	for _, t := range tokens {
		word.WriteString(t.text)
	}
	first, last := tokens[0], tokens[len(tokens)-1]
	return token{text: shorten(word.String()), opens: first.opens, glued: first.glued, asks: last.asks}
}
