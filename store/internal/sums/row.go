package sums

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxRow is how many sums one workflow may have on a day; beyond it details that are new on that day are
// summed up as otherDetail.
const (
	maxRow      = 4096
	otherDetail = "other"
)

// end closes each text of a sum's key; no text contains it.
const end = "\x00"

// Key is the key of the row of a day and workflow. Keys are in order of day, then workflow.
func Key(day fsm.Day, workflow string) string {
	return string(binary.BigEndian.AppendUint64(nil, uint64(day)^(math.MaxInt64+1))) + workflow
}

func parseKey(key string) (day fsm.Day, workflow string, ok bool) {
	if len(key) < 8 {
		return 0, "", false
	}
	return fsm.Day(binary.BigEndian.Uint64([]byte(key[:8])) ^ (math.MaxInt64 + 1)), key[8:], true
}

// sum is one sum of a row: in the row, name, step, arm and detail, each with its end, and then the number.
type sum struct {
	key string
	n   int64
}

func sumKey(m *fsm.Measure) string {
	return m.Name + end + m.Step + end + m.Arm + end + m.Detail + end
}

// otherKey is the sum to which one goes that has no room.
func otherKey(key string) string {
	parts := strings.Split(key, end)
	return parts[0] + end + parts[1] + end + parts[2] + end + otherDetail + end
}

// cut takes the first sum off a row, and says where its texts end; they share the row's memory.
func cut(row string) (first sum, ends [4]int, rest string, err error) {
	at := 0
	for i := range ends {
		n := strings.IndexByte(row[at:], 0)
		if n < 0 {
			return sum{}, ends, "", fmt.Errorf("%w: a row of daily sums", store.ErrDamaged)
		}
		ends[i] = at + n
		at += n + 1
	}
	var number [binary.MaxVarintLen64]byte
	n, width := binary.Varint(number[:copy(number[:], row[at:])])
	if width <= 0 {
		return sum{}, ends, "", fmt.Errorf("%w: a row of daily sums", store.ErrDamaged)
	}
	return sum{row[:at], n}, ends, row[at+width:], nil
}

func decode(row string) (list []sum, err error) {
	for len(row) > 0 {
		var s sum
		if s, _, row, err = cut(row); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

func encode(list []sum) []byte {
	var row []byte
	for _, s := range list {
		row = binary.AppendVarint(append(row, s.key...), s.n)
	}
	return row
}

// add adds to the sums of a row.
func add(row []byte, more map[string]int64) ([]byte, error) {
	list, err := decode(string(row))
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(more)) {
		n := more[key]
		at, there := find(list, key)
		if !there && len(list) >= maxRow && otherKey(key) != key {
			key = otherKey(key)
			at, there = find(list, key)
		}
		if !there {
			list = slices.Insert(list, at, sum{key: key})
		}
		list[at].n += n
	}
	return encode(slices.DeleteFunc(list, func(s sum) bool { return s.n == 0 })), nil
}

func find(list []sum, key string) (at int, there bool) {
	return slices.BinarySearchFunc(list, key, func(s sum, key string) int { return strings.Compare(s.key, key) })
}
