package keywords

import (
	"fmt"
	"strings"
)

// compiler turns the patterns of one language into matchers.
type compiler struct {
	lang     *language
	patterns map[string]pattern // by their names
	used     map[string]bool
}

// parser reads one pattern: words, (a | b), [perhaps], <name>, ... for up to three words.
type parser struct {
	*compiler
	pieces []string
}

func (c *compiler) compile(source string) (pattern, error) {
	p := parser{c, pieces(source)}
	got, err := p.choice()
	if err == nil && len(p.pieces) > 0 {
		err = fmt.Errorf("%q closes nothing", p.pieces[0])
	}
	if err != nil {
		return nil, fmt.Errorf("read pattern %q: %w", source, err)
	}
	return got, nil
}

func pieces(source string) []string {
	return strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ", "[", " [ ", "]", " ] ", "|", " | ").Replace(source))
}

func (p *parser) next() string {
	if len(p.pieces) == 0 {
		return ""
	}
	return p.pieces[0]
}

// choice reads alternatives; those of one word become one set.
func (p *parser) choice() (pattern, error) {
	var set wordSet
	var all choice
	for {
		one, err := p.sequence()
		if err != nil {
			return nil, err
		}
		if words, ok := one.(wordSet); ok {
			set = set.union(words)
		} else {
			all = append(all, one)
		}
		if p.next() != "|" {
			break
		}
		p.pieces = p.pieces[1:]
	}
	switch {
	case len(all) == 0:
		return set, nil
	case len(set) == 0 && len(all) == 1:
		return all[0], nil
	case len(set) == 0:
		return all, nil
	}
	return append(all, set), nil
}

func (p *parser) sequence() (pattern, error) {
	var seq sequence
	for {
		switch p.next() {
		case "", "|", ")", "]":
			if len(seq) == 0 {
				return nil, fmt.Errorf("a word is missing before %q", p.next())
			}
			if len(seq) == 1 {
				return seq[0], nil
			}
			return seq, nil
		}
		one, err := p.piece()
		if err != nil {
			return nil, err
		}
		seq = append(seq, one)
	}
}

func (p *parser) piece() (pattern, error) {
	piece := p.pieces[0]
	p.pieces = p.pieces[1:]
	switch {
	case piece == "(":
		return p.group(")")
	case piece == "[":
		inner, err := p.group("]")
		return optional{inner}, err
	case piece == "...":
		return gap{}, nil
	case piece == "#":
		return wordSet(nil).with(numberWord), nil
	case strings.HasPrefix(piece, "<"):
		return p.named(strings.Trim(piece, "<>"))
	}
	return p.words(piece), nil
}

func (p *parser) group(end string) (pattern, error) {
	inner, err := p.choice()
	if err != nil {
		return nil, err
	}
	if p.next() != end {
		return nil, fmt.Errorf("%q is missing", end)
	}
	p.pieces = p.pieces[1:]
	return inner, nil
}

func (p *parser) named(name string) (pattern, error) {
	known, ok := p.patterns[name]
	if !ok {
		return nil, fmt.Errorf("<%s> is not defined in [patterns] above", name)
	}
	p.used[name] = true
	return known, nil
}

// words matches one word of a file; m'envoyer is two, and one with an umlaut has two spellings.
func (p *parser) words(word string) pattern {
	var all choice
	for _, spelling := range spellings(word) {
		var seq sequence
		for _, w := range Read(spelling).words() {
			seq = append(seq, wordSet(nil).with(p.lang.learn(w)))
		}
		all = append(all, flat(seq))
	}
	return flatChoice(all)
}

func flat(s sequence) pattern {
	if len(s) == 1 {
		return s[0]
	}
	return s
}

func flatChoice(c choice) pattern {
	var set wordSet
	for _, p := range c {
		words, ok := p.(wordSet)
		if !ok {
			return c
		}
		set = set.union(words)
	}
	return set
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "ae", "Ö", "oe", "Ü", "ue")

// spellings gives a word as it is written, and with its umlauts written out.
func spellings(word string) []string {
	if out := umlauts.Replace(word); out != word {
		return []string{word, out}
	}
	return []string{word}
}

// learn gives a word its number.
func (l *language) learn(word string) wordID {
	id, known := l.ids[word]
	if !known {
		id = wordID(len(l.ids) + 1)
		l.ids[word] = id
	}
	return id
}
