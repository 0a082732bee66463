package faketwilio

// shelf is a list that numbers its rows from 0 and may drop the oldest.
type shelf[T any] struct {
	rows  []T
	first uint64 // number of rows[0]
	max   int    // 0 for no bound
}

// add puts row last. Where the list was full, it returns the row that fell off and true.
func (s *shelf[T]) add(row T) (fallen T, fell bool) {
	if s.max > 0 && len(s.rows) >= s.max {
		var none T
		fallen, fell = s.rows[0], true
		s.rows[0] = none
		s.rows = s.rows[1:]
		s.first++
	}
	s.rows = append(s.rows, row)
	return fallen, fell
}

// next is the number that the next row will have.
func (s *shelf[T]) next() uint64 { return s.first + uint64(len(s.rows)) }
