package contacts

import (
	"errors"
	"fmt"
	"iter"
	"sort"

	"github.com/parley-sms/parley/fsm"
)

var errChanged = errors.New("the file was changed while it was read; import it again")

// Ordered gives the contacts of a scanned file in order of phone, after the given one, each phone once.
func (f *File) Ordered(after fsm.Phone) iter.Seq2[Contact, error] {
	first := 0
	if after != "" {
		key := keyOf(after)
		first = sort.Search(len(f.index), func(i int) bool { return f.index[i].key > key })
	}
	return func(yield func(Contact, error) bool) {
		for i := first; i < len(f.index); {
			n := f.same(i)
			c, err := f.contact(f.index[i : i+n])
			if !yield(c, err) || err != nil {
				return
			}
			i += n
		}
	}
}

// Left is how many contacts there are after a phone.
func (f *File) Left(after fsm.Phone) (n int) {
	for i, e := range f.index {
		if (after == "" || e.key > keyOf(after)) && (i == 0 || f.index[i-1].key != e.key) {
			n++
		}
	}
	return n
}

// same is how many rows from one on have its phone.
func (f *File) same(i int) (n int) {
	for i+n < len(f.index) && f.index[i+n].key == f.index[i].key {
		n++
	}
	return n
}

// contact reads the rows of one phone.
func (f *File) contact(entries []entry) (all Contact, err error) {
	for i, e := range entries {
		data := make([]byte, e.size)
		if _, err := f.file.ReadAt(data, f.start+e.offset); err != nil {
			return all, fmt.Errorf("read line %d: %w", e.line, err)
		}
		fields, _, wrong := split(data, f.header.comma)
		if wrong != nil {
			return all, errChanged
		}
		c, wrong := f.header.read(fields)
		switch {
		case c.Phone == "" || keyOf(c.Phone) != e.key || wrong != nil && len(c.OptOuts) == 0:
			return all, errChanged
		case i == 0:
			all = c
		default:
			all.join(c)
		}
	}
	return all, nil
}
