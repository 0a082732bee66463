package search

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
)

// forget removes all that is indexed of people, and says of how many there was anything. It reads the whole
// index, once for all of them.
func forget(tx *bolt.Tx, phones []fsm.Phone) (int, error) {
	people, ends := tx.Bucket([]byte(peopleBucket)), tx.Bucket([]byte(endsBucket))
	gone := map[fsm.Phone]bool{}
	for _, phone := range phones {
		was := indexedOf(people.Get([]byte(phone)))
		if !was.known {
			continue
		}
		gone[phone] = true
		if err := know(tx, phone, was.facts, nil); err != nil {
			return 0, err
		}
		if err := people.Delete([]byte(phone)); err != nil {
			return 0, err
		}
		if end := endOf(phone); end != nil {
			if err := ends.Delete(end); err != nil {
				return 0, err
			}
		}
	}
	if len(gone) == 0 {
		return 0, nil
	}
	ids, err := forgetTexts(tx.Bucket([]byte(textsBucket)), gone)
	if err != nil || len(ids) == 0 {
		return len(gone), err
	}
	return len(gone), leave(tx.Bucket([]byte(wordsBucket)), ids)
}

// forgetTexts removes people's texts, and gives their ids.
func forgetTexts(texts *bolt.Bucket, gone map[fsm.Phone]bool) (map[uint64]bool, error) {
	ids := map[uint64]bool{}
	err := texts.ForEach(func(key, row []byte) error {
		if phone, _, ok := bytes.Cut(row, []byte{wordEnd}); ok && gone[fsm.Phone(phone)] {
			ids[idOf(key)] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for id := range ids {
		if err := texts.Delete(number(id)); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
