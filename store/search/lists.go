package search

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"sort"

	bolt "go.etcd.io/bbolt"
)

// A word's list of texts is cut into rows, each under the word and its first id.

// rowIDs is how many ids a row holds at most: two kilobytes, so that a page holds two.
const rowIDs = 250

// wordEnd stands behind a word in a key; no word contains it.
const wordEnd = 0

func wordPrefix(word string) []byte { return append([]byte(word), wordEnd) }

func rowKey(word string, first uint64) []byte {
	return binary.BigEndian.AppendUint64(wordPrefix(word), first)
}

// idOf is the id that ends a row's key.
func idOf(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }

func unpack(row []byte) []uint64 {
	ids := make([]uint64, 0, len(row)/8+1)
	for ; len(row) >= 8; row = row[8:] {
		ids = append(ids, binary.BigEndian.Uint64(row))
	}
	return ids
}

func pack(ids []uint64) []byte {
	row := make([]byte, 0, 8*len(ids))
	for _, id := range ids {
		row = binary.BigEndian.AppendUint64(row, id)
	}
	return row
}

// enter adds ids, which ascend and are new, to a word's list.
func enter(words *bolt.Bucket, word string, ids []uint64) error {
	for len(ids) > 0 {
		key, row, next := rowFor(words, word, ids[0])
		n := sort.Search(len(ids), func(i int) bool { return ids[i] >= next })
		was := unpack(row)
		behind := len(was) == 0 || was[len(was)-1] < ids[0]
		all := append(was, ids[:n]...)
		slices.Sort(all)
		if key != nil && idOf(key) != all[0] {
			if err := words.Delete(key); err != nil {
				return err
			}
		}
		for part := range slices.Chunk(all, share(len(all), behind)) {
			if err := words.Put(rowKey(word, part[0]), pack(part)); err != nil {
				return err
			}
		}
		ids = ids[n:]
	}
	return nil
}

// share is how many of n ids go into each row: what comes at the end fills rows up, what comes in between leaves equal rows with room.
func share(n int, behind bool) int {
	if rows := (n + rowIDs - 1) / rowIDs; rows > 1 && !behind {
		return (n + rows - 1) / rows
	}
	return rowIDs
}

// rowFor finds the row of a word to which an id belongs, none where the word is new, and the first id of the row behind it.
func rowFor(words *bolt.Bucket, word string, id uint64) (key, row []byte, next uint64) {
	c, prefix := words.Cursor(), wordPrefix(word)
	key, row = c.Seek(rowKey(word, id))
	if !bytes.HasPrefix(key, prefix) || idOf(key) != id {
		if before, value := c.Prev(); bytes.HasPrefix(before, prefix) {
			key, row = before, value
		} else if key, row = c.Seek(prefix); !bytes.HasPrefix(key, prefix) {
			return nil, nil, math.MaxUint64
		}
	}
	key, next = bytes.Clone(key), math.MaxUint64
	if behind, _ := c.Next(); bytes.HasPrefix(behind, prefix) {
		next = idOf(behind)
	}
	return key, row, next
}

// leave takes ids off all lists.
func leave(words *bolt.Bucket, gone map[uint64]bool) error {
	type change struct {
		key  []byte
		left []uint64
	}
	var changes []change
	err := words.ForEach(func(key, row []byte) error {
		for at := 0; at+8 <= len(row); at += 8 {
			if gone[binary.BigEndian.Uint64(row[at:])] {
				left := slices.DeleteFunc(unpack(row), func(id uint64) bool { return gone[id] })
				changes = append(changes, change{bytes.Clone(key), left})
				break
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, ch := range changes {
		if err := words.Delete(ch.key); err != nil {
			return err
		}
		if len(ch.left) == 0 {
			continue
		}
		word := string(ch.key[:len(ch.key)-9])
		if err := words.Put(rowKey(word, ch.left[0]), pack(ch.left)); err != nil {
			return err
		}
	}
	return nil
}
