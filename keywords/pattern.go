package keywords

import "math/bits"

// A pattern is a piece of a sentence. Sets of places in the sentence are bit masks: bit i is the
// place before word i. So matching takes one pass, however many ways there are to match.
type pattern interface {
	// step gives the places where the piece may end if it begins at one of from.
	step(s []wordID, from uint64) uint64
	// first gives the words with which the piece may begin; open tells that any may, or none.
	first() (words wordSet, open bool)
}

// wordID is a word's number in a language; unknownWord is none.
type wordID int32

const (
	unknownWord wordID = -1
	numberWord  wordID = 0 // stands for any number
	maxWords           = 60
)

// wordSet matches one word out of a set.
type wordSet []uint64

func (w wordSet) with(id wordID) wordSet {
	out := make(wordSet, max(len(w), int(id)/64+1))
	copy(out, w)
	out[id/64] |= 1 << (id % 64)
	return out
}

func (w wordSet) union(other wordSet) wordSet {
	if len(w) < len(other) {
		w, other = other, w
	}
	out := append(wordSet(nil), w...)
	for i, bits := range other {
		out[i] |= bits
	}
	return out
}

func (w wordSet) has(id wordID) bool {
	return id >= 0 && int(id)/64 < len(w) && w[id/64]&(1<<(id%64)) != 0
}

func (w wordSet) step(s []wordID, from uint64) (to uint64) {
	for ; from != 0; from &= from - 1 {
		i := bits.TrailingZeros64(from)
		if i < len(s) && w.has(s[i]) {
			to |= 1 << (i + 1)
		}
	}
	return to
}

func (w wordSet) first() (wordSet, bool) { return w, false }

// sequence matches pieces one after the other.
type sequence []pattern

func (q sequence) step(s []wordID, from uint64) uint64 {
	for _, p := range q {
		if from = p.step(s, from); from == 0 {
			return 0
		}
	}
	return from
}

func (q sequence) first() (words wordSet, open bool) {
	for _, p := range q {
		more, open := p.first()
		words = words.union(more)
		if !open {
			return words, false
		}
	}
	return words, true
}

// choice matches one of several pieces.
type choice []pattern

func (c choice) step(s []wordID, from uint64) (to uint64) {
	for _, p := range c {
		to |= p.step(s, from)
	}
	return to
}

func (c choice) first() (words wordSet, open bool) {
	for _, p := range c {
		more, free := p.first()
		words, open = words.union(more), open || free
	}
	return words, open
}

// optional matches a piece or nothing.
type optional struct{ pattern }

func (o optional) step(s []wordID, from uint64) uint64 { return from | o.pattern.step(s, from) }

func (o optional) first() (wordSet, bool) {
	words, _ := o.pattern.first()
	return words, true
}

// gap matches up to three words of any kind.
type gap struct{}

func (gap) step(s []wordID, from uint64) uint64 {
	return (from | from<<1 | from<<2 | from<<3) & (1<<(len(s)+1) - 1)
}

func (gap) first() (wordSet, bool) { return nil, true }

// many matches a piece any number of times, also none.
func many(p pattern, s []wordID, from uint64) uint64 {
	for {
		to := from | p.step(s, from)
		if to == from {
			return from
		}
		from = to
	}
}
