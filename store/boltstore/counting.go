package boltstore

import (
	"context"
	"fmt"
	"log/slog"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
)

// The data of a version that did not count where people stand is counted once, beside the work of
// the opened store, in order of phone. Meta says up to which phone it is done: updates of those count
// themselves, updates of later ones leave it to the counting. A process that ends in between goes
// on there.

// beginCounting starts the counting if there is something to count.
func (s *Store) beginCounting(log *slog.Logger) {
	needed := false
	s.countErr = s.read(context.Background(), func(tx *bolt.Tx) error {
		needed = tx.Bucket([]byte(metaBucket)).Get([]byte(countingKey)) != nil
		return nil
	})
	if !needed {
		close(s.counted)
		return
	}
	go s.countAll(log)
}

// countAll counts what an older version left uncounted.
func (s *Store) countAll(log *slog.Logger) {
	defer close(s.counted)
	total, err := s.pass(log, "counting where people stand in the data of an older version", (*writer).countMore)
	if err != nil {
		s.countErr = fmt.Errorf("count where people stand: %w", err)
	}
	s.passed(log, "counted where people stand", total, s.countErr)
}

// countMore counts the next records, and says how many there were and whether there are more.
func (w *writer) countMore(limit int) (n int, more bool, err error) {
	found, to := map[fsm.Stand]int64{}, w.countedTo
	c := w.rows.Cursor()
	key, _ := c.Seek(behind(to))
	for ; key != nil && n < limit; n++ {
		to = phoneOf(key)
		_, data := splitRow(w.rows.Get(recordKey(to)))
		r, err := decodeRecord(to, data)
		if err != nil {
			return n, true, err
		}
		for _, stand := range r.Stands() {
			found[stand]++
		}
		key, _ = c.Seek(behind(to))
	}
	for stand, k := range found {
		w.standing[stand] += k
	}
	w.counting, w.countedTo = key != nil, to
	w.markCounted(w.tx.Bucket([]byte(metaBucket)))
	return n, w.counting, w.failed
}

// markCounted keeps how far the counting is.
func (w *writer) markCounted(meta *bolt.Bucket) {
	if w.counting {
		w.put(meta, []byte(countingKey), []byte(w.countedTo))
		return
	}
	w.delete(meta, []byte(countingKey))
}
