package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// indexed is what the index holds of a person: a row of the people bucket.
type indexed struct {
	seq   uint64     // of the last text; earlier ones are in it
	at    fsm.Moment // its time, by which a text of another history is told
	facts []string   // words, ascending
	known bool
}

func indexedOf(row []byte) indexed {
	if len(row) < 16 {
		return indexed{}
	}
	return indexed{binary.BigEndian.Uint64(row), fsm.Moment(binary.BigEndian.Uint64(row[8:])), strings.Fields(string(row[16:])), true}
}

func (i indexed) row() []byte {
	row := binary.BigEndian.AppendUint64(number(i.seq), uint64(i.at))
	return append(row, strings.Join(i.facts, " ")...)
}

// factsOf gives the words that are known of a person.
func factsOf(ctx context.Context, s store.Store, r *fsm.Record) ([]string, error) {
	customers, err := s.Customers(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	said := append(slices.Clone(r.Tags), customers...)
	for _, value := range r.Attributes {
		switch v := value.(type) {
		case string:
			said = append(said, v)
		case float64:
			said = append(said, fmt.Sprint(v))
		}
	}
	slices.Sort(said) // so that the same words stand for the same facts, should there be too many
	return distinct(cut(strings.Join(said, " "), maxWords)), nil
}

// know changes the words that are known of a person.
func know(tx *bolt.Tx, phone fsm.Phone, was, now []string) error {
	facts := tx.Bucket([]byte(factsBucket))
	for _, w := range was {
		if _, still := slices.BinarySearch(now, w); !still {
			if err := facts.Delete(factKey(w, phone)); err != nil {
				return err
			}
		}
	}
	for _, w := range now {
		if _, there := slices.BinarySearch(was, w); !there {
			if err := facts.Put(factKey(w, phone), []byte{}); err != nil {
				return err
			}
		}
	}
	return nil
}

func factKey(word string, phone fsm.Phone) []byte { return append(wordPrefix(word), phone...) }

// endOf is a number's digits from its end; nil: it is none.
func endOf(phone fsm.Phone) []byte {
	number, plus := strings.CutPrefix(string(phone), "+")
	if !plus || digits(number) != number {
		return nil
	}
	return reversed(number)
}

// newID gives a text's id, which no other has; false: a millisecond has no more.
func newID(texts *bolt.Bucket, m *fsm.Message) (uint64, bool) {
	const perMoment = 1 << 16
	begin := min(max(uint64(max(m.At, 1)), 1), math.MaxUint64/perMoment) * perMoment
	mark := m.Seq
	for _, b := range []byte(m.Phone) {
		mark = mark*31 + uint64(b)
	}
	for range perMoment {
		id := begin + mark%perMoment
		if texts.Get(number(id)) == nil {
			return id, true
		}
		mark++
	}
	return 0, false
}
