package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
)

// MaxPeople bounds the people whom a search gives.
const MaxPeople = 20

// maxPeopleLooks bounds the rows that are looked at for people.
const maxPeopleLooks = 20_000

// Query says what is looked for.
type Query struct {
	Text   string
	Before uint64 // where a search before ended: texts from there on; 0: the newest, and people
	Limit  int    // of texts
}

// Text names a text that has all words of a query.
type Text struct {
	Phone fsm.Phone
	Seq   uint64
}

// Found is what a search found.
type Found struct {
	People []fsm.Phone
	Texts  []Text // newest first
	Before uint64 // there may be older texts, from here on; 0: there are none
	Cut    bool   // there are more people, or words with the beginning, than were looked at: more letters help
}

// Find looks for texts and people.
func (x *Index) Find(ctx context.Context, q Query) (Found, error) {
	var f Found
	asked := read(q.Text)
	err := x.view(ctx, func(tx *bolt.Tx) error {
		if q.Before == 0 {
			f.People, f.Cut = peopleBy(tx, asked)
		}
		if !asked.empty() {
			f.texts(tx, asked, q)
		}
		return nil
	})
	return f, err
}

func (f *Found) texts(tx *bolt.Tx, asked query, q Query) {
	words := tx.Bucket([]byte(wordsBucket))
	var lists []list
	for _, w := range asked.words {
		lists = append(lists, listOf(words, w))
	}
	if asked.begun != "" {
		s, cut := begun(words, asked.begun)
		lists, f.Cut = append(lists, s), f.Cut || cut
	}
	ids, rest := common(lists, q.Before, q.Limit)
	texts := tx.Bucket([]byte(textsBucket))
	for _, id := range ids {
		if t, ok := textOf(texts.Get(number(id))); ok {
			f.Texts = append(f.Texts, t)
		}
	}
	f.Before = rest
}

// peopleBy finds people by their number's end, and by what is known of them.
func peopleBy(tx *bolt.Tx, asked query) (list []fsm.Phone, cut bool) {
	if asked.digits != "" {
		list, cut = byEnd(tx.Bucket([]byte(endsBucket)), asked.digits)
	}
	if asked.empty() {
		return list, cut
	}
	more, moreCut := byFacts(tx, asked)
	for _, phone := range more {
		if !slices.Contains(list, phone) {
			list = append(list, phone)
		}
	}
	if len(list) > MaxPeople {
		return list[:MaxPeople], true
	}
	return list, cut || moreCut
}

// byEnd finds people whose number ends so. Within a country it may be written with a zero before it.
func byEnd(ends *bolt.Bucket, digits string) (list []fsm.Phone, cut bool) {
	for _, end := range slices.Compact([]string{digits, strings.TrimLeft(digits, "0")}) {
		if len(end) < shortestEnd {
			continue
		}
		c, prefix := ends.Cursor(), reversed(end)
		for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
			if len(list) == MaxPeople {
				return list, true
			}
			list = append(list, fsm.Phone("+"+string(reversed(string(key)))))
		}
		if len(list) > 0 {
			break
		}
	}
	return list, false
}

// byFacts finds people of whom all words are known: it goes through those with the first word, and looks at what else is.
func byFacts(tx *bolt.Tx, asked query) (list []fsm.Phone, cut bool) {
	c, people := tx.Bucket([]byte(factsBucket)).Cursor(), tx.Bucket([]byte(peopleBucket))
	prefix := []byte(asked.begun)
	if len(asked.words) > 0 {
		prefix = wordPrefix(asked.words[0])
	}
	looks := 0
	for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
		if looks++; looks > maxPeopleLooks || len(list) == MaxPeople {
			return list, true
		}
		phone := fsm.Phone(key[bytes.IndexByte(key, wordEnd)+1:])
		if !slices.Contains(list, phone) && asked.met(asked.among(indexedOf(people.Get([]byte(phone))).facts)) {
			list = append(list, phone)
		}
	}
	return list, false
}

// among tells which of the query's words are among some; under the empty word, whether one with the beginning is.
func (q query) among(words []string) map[string]bool {
	found := map[string]bool{}
	for _, w := range words {
		found[w] = true
		found[""] = found[""] || q.begun != "" && strings.HasPrefix(w, q.begun)
	}
	return found
}

func reversed(s string) []byte {
	b := []byte(s)
	slices.Reverse(b)
	return b
}

func textRow(t Text) []byte {
	return binary.BigEndian.AppendUint64(append([]byte(t.Phone), wordEnd), t.Seq)
}

func textOf(row []byte) (Text, bool) {
	at := len(row) - 9
	if at < 0 {
		return Text{}, false
	}
	return Text{fsm.Phone(row[:at]), binary.BigEndian.Uint64(row[at+1:])}, true
}
