package segment

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed data/graphemes.txt
var graphemeData string

// breakClass says how a character joins with its neighbours.
type breakClass uint8

const (
	other    breakClass = iota
	control             // stands alone
	joiner              // zero-width joiner
	extend              // accents, variation selectors
	spacing             // vowel signs
	prepend             // joins with what follows
	lead                // of a Hangul syllable
	vowel               //
	trail               //
	open                // a syllable without a trailing consonant
	closed              // one with it
	regional            // half a flag
	base                // emoji that take a skin tone
	modifier            // skin tones
	glue                // what follows a joiner
	person              // base and glue at once
)

var classNames = map[string]breakClass{
	"control": control, "joiner": joiner, "extend": extend, "spacing": spacing, "prepend": prepend,
	"lead": lead, "vowel": vowel, "trail": trail, "regional": regional, "base": base,
	"modifier": modifier, "glue": glue, "person": person,
}

type classSpan struct {
	from, to rune
	class    breakClass
}

var spans = sync.OnceValue(func() (list []classSpan) {
	eachLine(graphemeData, func(line string) {
		fields := strings.Fields(line)
		for _, code := range fields[1:] {
			from, to := span(code)
			list = append(list, classSpan{from, to, classNames[fields[0]]})
		}
	})
	slices.SortFunc(list, func(a, b classSpan) int { return cmp.Compare(a.from, b.from) })
	return list
})

func classOf(r rune) breakClass {
	switch {
	case ' ' <= r && r <= '~':
		return other
	case '가' <= r && r <= '힣': // 28 syllables for each lead and vowel, the first one open
		if (r-'가')%28 == 0 {
			return open
		}
		return closed
	}
	list := spans()
	i, found := slices.BinarySearchFunc(list, r, func(s classSpan, r rune) int { return cmp.Compare(s.from, r) })
	if !found {
		i--
	}
	if i < 0 || r > list[i].to {
		return other
	}
	return list[i].class
}

// nextCluster gives the size in bytes of the first cluster of a text, and its UTF-16 units.
func nextCluster(body string) (size, units int) {
	var c cluster
	for i, r := range body {
		class := classOf(r)
		if i > 0 && !c.joins(class) {
			break
		}
		c.push(class)
		_, n := utf8.DecodeRuneInString(body[i:])
		size, units = i+n, units+1
		if r > 0xFFFF {
			units++
		}
	}
	return size, units
}

// cluster remembers of the characters of one cluster what decides whether another one joins.
type cluster struct {
	n              int
	last, beforeIt breakClass
	extended       bool // one of them is extend
	flag           bool // a regional is among them, though not as the first
	flagSecond     bool // and it is the second
}

func (c *cluster) push(class breakClass) {
	if class == regional && c.n > 0 {
		c.flag = true
		c.flagSecond = c.flagSecond || c.n == 1
	}
	c.extended = c.extended || class == extend
	c.n++
	c.beforeIt, c.last = c.last, class
}

// joins applies the rules GB4 to GB13 of Unicode's UAX 29, version 10, as Twilio's calculator reads
// them: after a flag it lets one accent join and no more, and CR LF are two.
func (c *cluster) joins(next breakClass) bool {
	switch {
	case c.flagSecond && c.last != regional && c.last != prepend,
		c.last == control, next == control:
		return false
	case hangul(c.last, next), next == extend, next == joiner, next == spacing, c.last == prepend:
		return true
	case next == modifier:
		return c.tinted()
	case c.last == joiner && (next == glue || next == person):
		return true
	}
	return c.last == regional && next == regional && !c.flag
}

// hangul tells whether two characters are of one syllable.
func hangul(last, next breakClass) bool {
	switch last {
	case lead:
		return next == lead || next == vowel || next == open || next == closed
	case open, vowel:
		return next == vowel || next == trail
	case closed, trail:
		return next == trail
	}
	return false
}

// tinted tells whether a skin tone joins: after an emoji that takes one, with one accent between at
// most.
func (c *cluster) tinted() bool {
	of := c.last
	if c.last == extend {
		of = c.beforeIt
	} else if c.extended {
		return false
	}
	return of == base || of == person
}
