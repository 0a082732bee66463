package proof

import "math/bits"

const minutesOfWeek = 7 * 24 * 60

// minutes is a set of minutes of the week, from Sunday's midnight on.
type minutes [(minutesOfWeek + 63) / 64]uint64

func (s *minutes) set(m int)      { s[m/64] |= 1 << (m % 64) }
func (s *minutes) has(m int) bool { return s[m/64]&(1<<(m%64)) != 0 }
func (s *minutes) none() bool     { return *s == minutes{} }

// add adds another set, and tells whether that brought anything new.
func (s *minutes) add(o *minutes) bool {
	fresh := false
	for i, word := range o {
		fresh = fresh || word&^s[i] != 0
		s[i] |= word
	}
	return fresh
}

// all visits each minute of a set.
func (s *minutes) all(visit func(m int) bool) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if !visit(i*64 + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}

// later is the set so many minutes later.
func (s *minutes) later(by int) (moved minutes) {
	for m := range s.all {
		moved.set((m + by) % minutesOfWeek)
	}
	return moved
}

// mark marks a minute of some days of the week, or of all where none is named; -1 is every minute.
func (s *minutes) mark(days [7]bool, minute int) {
	for d := range 7 {
		if days != [7]bool{} && !days[d] {
			continue
		}
		for m := range 24 * 60 {
			if minute < 0 || minute == m {
				s.set(d*24*60 + m)
			}
		}
	}
}
