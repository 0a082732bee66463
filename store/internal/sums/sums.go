package sums

import (
	"fmt"
	"iter"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// MaxPart bounds each text of a measure, in bytes.
const MaxPart = 256

// Check refuses measures that can be no keys.
func Check(list []fsm.Measure) error {
	for i := range list {
		m := &list[i]
		for _, part := range []string{m.Workflow, m.Name, m.Step, m.Arm, m.Detail} {
			if len(part) > MaxPart || strings.Contains(part, end) {
				return fmt.Errorf("measure %.40q of %.40q has a text of %d bytes, at most %d without a zero byte", m.Name, m.Workflow, len(part), MaxPart)
			}
		}
		if m.Name == "" {
			return fmt.Errorf("measure %d of %d has no name", i+1, len(list))
		}
	}
	return nil
}

// Rows is a set of rows.
type Rows interface {
	Get(key string) []byte // nil: there is none
	Put(key string, value []byte)
	Delete(key string)
}

// Batch sums up what the decisions of a commit add: by the key of a row, then of a sum.
type Batch map[string]map[string]int64

// Add adds what one decision adds.
func (b Batch) Add(list []fsm.Measure) {
	for i := range list {
		m := &list[i]
		key := Key(m.Day, m.Workflow)
		if b[key] == nil {
			b[key] = map[string]int64{}
		}
		b[key][sumKey(m)] += m.N
	}
}

// Write adds all of it to the rows.
func (b Batch) Write(rows Rows) error {
	for key, more := range b {
		row, err := add(rows.Get(key), more)
		if err != nil {
			return err
		}
		if len(row) == 0 {
			rows.Delete(key)
		} else {
			rows.Put(key, row)
		}
	}
	return nil
}

// Range gives the first key of a span of days, and the first one behind it.
func Range(from, to fsm.Day) (first, behind string) { return Key(from, ""), Key(to+1, "") }

// Each calls each with the sums of rows, in order of day, workflow, name, step, arm and detail.
func Each(rows iter.Seq2[string, []byte], each func(fsm.Measure) error) error {
	for key, row := range rows {
		day, workflow, ok := parseKey(key)
		if !ok {
			return fmt.Errorf("%w: daily sums have a key of %d bytes", store.ErrDamaged, len(key))
		}
		for rest := string(row); len(rest) > 0; {
			s, ends, more, err := cut(rest)
			if err != nil {
				return err
			}
			err = each(fsm.Measure{Day: day, Workflow: workflow, Name: rest[:ends[0]], Step: rest[ends[0]+1 : ends[1]],
				Arm: rest[ends[1]+1 : ends[2]], Detail: rest[ends[2]+1 : ends[3]], N: s.n})
			if err != nil {
				return err
			}
			rest = more
		}
	}
	return nil
}
