package keywords

import (
	"math/bits"
	"slices"
	"strings"
)

// finding is what one part of a text says.
type finding struct {
	kind  Kind
	bare  bool // it says so only if the rest of the text does not speak of something else
	said  bool // the part has a meaning of its own
	rule  string
	match string
}

// FreeText looks for a wish to get no more texts, in free words. It never finds an opt-in.
func (l *Lexicon) FreeText(t Text) Verdict {
	if len(t.tokens) == 0 || l.isReaction(t) {
		return Verdict{}
	}
	best := Verdict{}
	for _, lang := range l.spoken(t) {
		v := lang.freeText(t)
		if v.Kind == Revocation {
			return v
		}
		if best.Kind == None {
			best = v
		}
	}
	if best.Kind == None {
		return l.misspelt(t)
	}
	return best
}

// spoken gives the languages that a text may be in: those that know at least half as many of its
// words as the language that knows most.
func (l *Lexicon) spoken(t Text) []*language {
	counts, most := make([]int, len(l.languages)), 0
	for i, lang := range l.languages {
		for _, tok := range t.tokens {
			if lang.id(tok.text) != unknownWord {
				counts[i]++
			}
		}
		most = max(most, counts[i])
	}
	var spoken []*language
	for i, lang := range l.languages {
		if 2*counts[i] >= most {
			spoken = append(spoken, lang)
		}
	}
	return spoken
}

// misspelt takes one word that is a stop word but for one slip of the finger.
func (l *Lexicon) misspelt(t Text) Verdict {
	words := l.withoutPoliteness(t.words())
	if len(words) == 0 || len(words) > 3 {
		return Verdict{}
	}
	word := spellOut(strings.Join(words, ""))
	for _, lang := range l.languages {
		if lang.listed("spelt", word) {
			return Verdict{}
		}
	}
	for _, lang := range l.languages {
		right, ok := lang.correct(word)
		if ok && lang.listed("misspelt", right) && l.exact[right].Kind == Stop {
			return Verdict{Kind: Revocation, Tier: "free", Lang: lang.name, Rule: "misspelt " + right, Match: word}
		}
	}
	return Verdict{}
}

// freeText reads a text as one language, first as it is written and then with its misspelt words
// corrected.
func (l *language) freeText(t Text) Verdict {
	if len(l.rules) == 0 {
		return Verdict{}
	}
	parts := l.parts(t, false)
	v := l.weigh(parts)
	if v.Kind == None && len(t.tokens) <= maxWords {
		v = l.weigh(l.parts(t, true))
	}
	return v
}

// parts cuts a text at its marks of punctuation and gives each word its number.
func (l *language) parts(t Text, correct bool) []part {
	var parts []part
	for _, tok := range t.tokens {
		n := len(parts)
		opens := tok.opens && !l.listed("continues", tok.text)
		if n == 0 || opens || len(parts[n-1].ids) == maxWords {
			parts = append(parts, part{lang: l})
			n++
		}
		parts[n-1].add(tok, l.read(tok.text, correct))
	}
	return parts
}

// read gives a word's number, also if it is written with digits for letters.
func (l *language) read(word string, correct bool) wordID {
	if id := l.id(word); id != unknownWord {
		return id
	}
	if strings.Trim(word, "0123456789") == "" {
		return numberWord
	}
	spelt := spellOut(word)
	if id := l.id(spelt); id != unknownWord {
		return id
	}
	if correct {
		if right, ok := l.correct(spelt); ok {
			return l.id(right)
		}
	}
	return unknownWord
}

// weigh makes one verdict of what the parts of a text say.
func (l *language) weigh(parts []part) Verdict {
	findings := make([]finding, len(parts))
	others, keeps, jokes := false, false, false // parts that speak of something else
	for i := range parts {
		if i > 0 && parts[i-1].fits("reports") {
			findings[i] = finding{said: true}
			continue
		}
		if i+1 < len(parts) && parts[i].wonders() && parts[i+1].opensWith("denials") {
			continue
		}
		findings[i] = parts[i].read()
		keeps = keeps || parts[i].fitsWithin("keeps")
		jokes = jokes || parts[i].holds("jokes")
		others = others || !findings[i].said
	}
	best := finding{}
	for i, f := range findings {
		last := i == len(parts)-1 && f.kind == Revocation && !jokes && !parts[i].asks()
		if f.bare && others && !last {
			if f.kind == Ambiguous || jokes {
				continue
			}
			f.kind = Ambiguous
		}
		if keeps && f.kind == Revocation {
			f.kind = Ambiguous
		}
		if f.kind == Revocation && best.kind != Revocation || best.kind == None {
			best = f
		}
	}
	if best.kind == None {
		return Verdict{}
	}
	return Verdict{Kind: best.kind, Tier: "free", Lang: l.name, Rule: best.rule, Match: best.match}
}

// part is what stands between two marks of punctuation.
type part struct {
	lang   *language
	ids    []wordID
	tokens []token
}

func (p *part) add(t token, id wordID) {
	p.tokens = append(p.tokens, t)
	p.ids = append(p.ids, id)
}

func (p *part) end() uint64 { return 1 << len(p.ids) }

func (p *part) asks() bool { return p.tokens[len(p.tokens)-1].asks }

// skip gives the places to which from leads over words that change nothing.
func (p *part) skip(frame string, from uint64) uint64 {
	if f, ok := p.lang.frames[frame]; ok {
		return many(f, p.ids, from)
	}
	return from
}

// fits tells whether a rule of a section spans the part.
func (p *part) fits(section string) bool {
	for _, r := range p.lang.rules[section] {
		if r.mayBegin(p.ids) && p.skip("after", r.step(p.ids, p.skip("before", 1)))&p.end() != 0 {
			return true
		}
	}
	return false
}

func (p *part) fitsWithin(section string) bool {
	for _, r := range p.lang.rules[section] {
		if r.mayBegin(p.ids) && r.step(p.ids, p.end()-1) != 0 {
			return true
		}
	}
	return false
}

// holds tells whether a word of a list stands in the part.
func (p *part) holds(list string) bool {
	return slices.ContainsFunc(p.ids, p.lang.sets[list].has)
}

// text gives the words between two places.
func (p *part) text(from, to int) string {
	words := make([]string, 0, to-from)
	for _, t := range p.tokens[from:to] {
		words = append(words, t.text)
	}
	return strings.Join(words, " ")
}

// lowest and highest give the first and the last place of a set.
func lowest(places uint64) int  { return bits.TrailingZeros64(places) }
func highest(places uint64) int { return bits.Len64(places) - 1 }
