package segment

import "unicode/utf8"

// Encoding is the alphabet that a text needs.
type Encoding string

// The encodings.
const (
	GSM7 Encoding = "GSM-7"
	UCS2 Encoding = "UCS-2"
)

// Count is what a text takes.
type Count struct {
	Encoding Encoding
	Segments int // at least 1, as an empty text is one too
	Chars    int // in GSM-7 septets, so that € counts 2; in UCS-2 what a reader takes for one
}

// Of counts a text, with or without Twilio's Smart Encoding. A byte that is no UTF-8 counts as one
// character outside the GSM alphabet.
func Of(body string, smart bool) Count {
	if smart {
		body = Smart(body)
	}
	septets := packer{encoding: GSM7, single: 160, multi: 153, segments: 1}
	for _, r := range body {
		width := septetsOf(r)
		if width == 0 {
			return inUCS2(body)
		}
		septets.add(width)
		septets.chars += width
	}
	return septets.count()
}

func inUCS2(body string) Count {
	units := packer{encoding: UCS2, single: 70, multi: 67, segments: 1}
	for len(body) > 0 {
		size, width := nextCluster(body)
		units.add(width)
		units.chars++
		body = body[size:]
	}
	return units.count()
}

// packer fills segments greedily.
type packer struct {
	encoding      Encoding
	single, multi int // what the only segment holds, and each of several
	segments      int
	used          int // in the last segment
	kept          int // of the first segment, if it turns out to be one of several
	chars         int
}

// add puts on what must not be parted. When the first segment overflows it gets a header as well,
// and what then fits no more begins the second. Something larger than a segment still counts as in
// one.
func (p *packer) add(width int) {
	if p.segments == 1 && p.used+width <= p.multi {
		p.kept = p.used + width
	}
	limit := p.multi
	if p.segments == 1 {
		limit = p.single
	}
	if p.used+width > limit {
		carried := 0
		if p.segments == 1 {
			carried = p.used - p.kept
		}
		p.segments++
		p.used = carried
	}
	p.used += width
}

func (p *packer) count() Count { return Count{p.encoding, p.segments, p.chars} }

// Culprit is a character that forces UCS-2.
type Culprit struct {
	Index    int    // in bytes from the start of the text
	Char     string // the character
	Replaced bool   // Smart Encoding would replace it
	By       string // with this; it may be empty
}

// Forces lists the characters that force a text into UCS-2 when it is counted without Smart
// Encoding, in their order, each character once.
func Forces(body string) []Culprit {
	var found []Culprit
	seen := map[rune]bool{}
	for i, r := range body {
		if septetsOf(r) > 0 || seen[r] {
			continue
		}
		seen[r] = true
		_, size := utf8.DecodeRuneInString(body[i:])
		by, replaced := replacements()[r]
		found = append(found, Culprit{Index: i, Char: body[i : i+size], Replaced: replaced, By: by})
	}
	return found
}
