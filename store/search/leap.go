package search

import (
	"bytes"
	"container/heap"
	"encoding/binary"
	"math"
	"sort"

	bolt "go.etcd.io/bbolt"
)

// Bounds of what one search looks at; beyond them it says that there may be more.
const (
	maxBegun = 20_000  // words with the same beginning
	maxRows  = 100_000 // rows of theirs
	maxLeaps = 50_000  // ids
)

// list gives ids from the newest on. It is asked for ever lower ones.
type list interface {
	// upTo is the highest id up to one; 0: there is none.
	upTo(id uint64) uint64
}

// one is the list of one word.
type one struct {
	c      *bolt.Cursor
	prefix []byte
	first  uint64
	row    []byte
}

func listOf(words *bolt.Bucket, word string) *one {
	return &one{c: words.Cursor(), prefix: wordPrefix(word)}
}

func (l *one) upTo(id uint64) uint64 {
	if (l.row == nil || id < l.first) && !l.turn(id) {
		return 0
	}
	return highest(l.row, id)
}

// highest is a row's highest id up to one; 0: there is none.
func highest(row []byte, id uint64) uint64 {
	n := sort.Search(len(row)/8, func(i int) bool { return binary.BigEndian.Uint64(row[8*i:]) > id })
	if n == 0 {
		return 0
	}
	return binary.BigEndian.Uint64(row[8*(n-1):])
}

// turn goes to the row that an id belongs to.
func (l *one) turn(id uint64) bool {
	key, row := l.c.Seek(binary.BigEndian.AppendUint64(bytes.Clone(l.prefix), id))
	if key == nil || !bytes.HasPrefix(key, l.prefix) || idOf(key) != id {
		if key == nil {
			key, row = l.c.Last()
		} else {
			key, row = l.c.Prev()
		}
		if !bytes.HasPrefix(key, l.prefix) {
			return false
		}
	}
	l.first, l.row = idOf(key), row
	return true
}

// several is the list of all words with the same beginning: a heap whose top is the highest id that they have.
type several []*head

// head is one of these words, with all its rows: to go through the rows of neighbours once is quicker than to look each up.
type head struct {
	id    uint64
	rows  [][]byte
	first []uint64
}

func (h *head) upTo(id uint64) uint64 {
	at := sort.Search(len(h.first), func(i int) bool { return h.first[i] > id })
	if at == 0 {
		return 0
	}
	return highest(h.rows[at-1], id)
}

func (s several) Len() int           { return len(s) }
func (s several) Less(i, j int) bool { return s[i].id > s[j].id }
func (s several) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *several) Push(x any)        { *s = append(*s, x.(*head)) }
func (s *several) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

func (s *several) upTo(id uint64) uint64 {
	for len(*s) > 0 {
		top := (*s)[0]
		if top.id <= id {
			return top.id
		}
		if top.id = top.upTo(id); top.id == 0 {
			heap.Pop(s)
		} else {
			heap.Fix(s, 0)
		}
	}
	return 0
}

// begun gives the list of the words with a beginning, and whether those were too many to look at all.
func begun(words *bolt.Bucket, beginning string) (s *several, cut bool) {
	s = &several{}
	c, prefix, n := words.Cursor(), []byte(beginning), 0
	var word []byte
	for key, row := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, row = c.Next() {
		if own := key[:len(key)-8]; !bytes.Equal(own, word) {
			if word = own; s.Len() == maxBegun {
				return s, true
			}
			*s = append(*s, &head{id: math.MaxUint64})
		}
		if n++; n > maxRows {
			return s, true
		}
		h := (*s)[s.Len()-1]
		h.rows, h.first = append(h.rows, row), append(h.first, idOf(key))
	}
	return s, false // all are equal, so it is a heap
}

// common gives the highest ids below one that are in all lists, and from where on to look further; 0: there are no more.
func common(lists []list, before uint64, limit int) (ids []uint64, rest uint64) {
	if before == 0 {
		before = math.MaxUint64
	}
	id := before - 1
	for leaps := 0; id > 0; leaps++ {
		if leaps == maxLeaps || len(ids) == limit {
			return ids, id + 1
		}
		lowest := id
		for _, l := range lists {
			if lowest = l.upTo(lowest); lowest == 0 {
				return ids, 0
			}
		}
		if lowest == id {
			ids = append(ids, id)
			id--
			continue
		}
		id = lowest
	}
	return ids, 0
}
