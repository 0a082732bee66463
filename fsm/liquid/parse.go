package liquid

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Parse reads a text. The error says what is wrong and what would be right.
func Parse(source string) (*Text, error) {
	if len(source) > MaxSource {
		return nil, fmt.Errorf("is written with %d bytes; it may have %d", len(source), MaxSource)
	}
	list, err := pieces(source)
	if err != nil {
		return nil, err
	}
	p := &parser{pieces: list}
	parts, end, err := p.parts(0)
	if err != nil {
		return nil, err
	}
	if end != "" {
		return nil, fmt.Errorf("{%% %s %%} ends what was not begun", end)
	}
	return &Text{Parts: parts}, nil
}

// parser goes through the pieces of a text, and through the words of one of them.
type parser struct {
	pieces []piece
	words  []string
}

// parts reads up to a tag that ends or divides what is around it, and gives that tag.
func (p *parser) parts(depth int) (parts []Part, end string, err error) {
	if depth > maxDepth {
		return nil, "", fmt.Errorf("has more than %d ifs within one another", maxDepth)
	}
	for len(p.pieces) > 0 {
		piece := p.pieces[0]
		p.pieces = p.pieces[1:]
		if piece.kind == 'w' {
			parts = append(parts, Part{Words: piece.inside})
			continue
		}
		if p.words, err = words(piece.inside); err != nil {
			return nil, "", err
		}
		if piece.kind == '{' {
			hole, err := p.hole()
			if err != nil {
				return nil, "", err
			}
			parts = append(parts, Part{Hole: hole})
			continue
		}
		switch tag := p.next(); tag {
		case "if", "unless":
			choice, err := p.choice(tag, depth)
			if err != nil {
				return nil, "", err
			}
			parts = append(parts, Part{Choice: choice})
		case "elsif", "else", "endif", "endunless":
			return parts, tag, nil
		default:
			return nil, "", fmt.Errorf("has {%% %s %%}; a text may hold if, elsif, else, endif, unless, endunless", tag)
		}
	}
	return parts, "", nil
}

// choice reads an if or unless up to its end.
func (p *parser) choice(tag string, depth int) ([]Case, error) {
	var cases []Case
	condition, err := p.condition()
	if err != nil {
		return nil, err
	}
	condition = &Condition{Not: tag == "unless", Op: "and", First: condition}
	for {
		parts, end, err := p.parts(depth + 1)
		if err != nil {
			return nil, err
		}
		cases = append(cases, Case{If: condition, Parts: parts})
		switch {
		case end == "end"+tag:
			return cases, p.done()
		case condition == nil || end != "else" && end != "elsif":
			return nil, fmt.Errorf("{%% %s %%} is not ended by {%% end%s %%}", tag, tag)
		case end == "else":
			if condition, err = nil, p.done(); err != nil {
				return nil, err
			}
		default:
			if condition, err = p.condition(); err != nil {
				return nil, err
			}
		}
	}
}

// condition reads comparisons with and and or between them; what stands to the right is taken together.
func (p *parser) condition() (*Condition, error) {
	c := &Condition{}
	var err error
	if c.Left, err = p.value(); err != nil {
		return nil, err
	}
	if slices.Contains([]string{"==", "!=", "<>", "<", ">", "<=", ">=", "contains"}, p.peek()) {
		if c.Op = p.next(); c.Op == "<>" {
			c.Op = "!="
		}
		if c.Right, err = p.value(); err != nil {
			return nil, err
		}
	}
	if word := p.peek(); word == "and" || word == "or" {
		p.next()
		rest, err := p.condition()
		return &Condition{Op: word, First: c, Rest: rest}, err
	}
	return c, p.done()
}

// hole reads a value with its filters.
func (p *parser) hole() (*Hole, error) {
	value, err := p.value()
	if err != nil {
		return nil, err
	}
	h := &Hole{Value: value}
	for p.peek() == "|" {
		p.next()
		f := Filter{Name: p.next()}
		for sign := ":"; p.peek() == sign; sign = "," {
			p.next()
			arg, err := p.value()
			if err != nil {
				return nil, err
			}
			f.Args = append(f.Args, arg)
		}
		h.Filters = append(h.Filters, f)
	}
	return h, p.done()
}

func (p *parser) value() (Value, error) {
	word := p.next()
	switch {
	case word == "":
		return Value{}, errors.New("has braces in which a name is missing")
	case word[0] == '\'' || word[0] == '"':
		return Value{Literal: word[1 : len(word)-1]}, nil
	case word == "true" || word == "false":
		return Value{Literal: word == "true"}, nil
	case slices.Contains([]string{"nil", "null", "blank", "empty"}, word):
		return Value{}, nil
	case slices.Contains([]string{"and", "or", "contains"}, word) || strings.ContainsAny(word[:1], "=!<>|:,"):
		return Value{}, fmt.Errorf("has %q where a name is missing", word)
	}
	if n, err := strconv.ParseFloat(word, 64); err == nil && !strings.ContainsAny(word[:1], "nNiI") {
		return Value{Literal: n}, nil
	}
	return Value{Name: word}, nil
}

func (p *parser) peek() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

func (p *parser) next() string {
	word := p.peek()
	p.words = p.words[min(1, len(p.words)):]
	return word
}

// done refuses what is left over within the braces.
func (p *parser) done() error {
	if word := p.peek(); word != "" {
		return fmt.Errorf("has %q left over within its braces", word)
	}
	return nil
}
