package boltstore

import (
	"context"
	"fmt"
	"log/slog"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
)

// Threads that were open in the data of a version that kept no trays are filed once, beside the work of the opened store, in order of
// phone. Meta says up to which phone that is done; who changes meanwhile is filed by that change too.

// everybody is a place behind all phones.
const everybody = "\xff"

// beginFiling starts the filing if there may be something to file.
func (s *Store) beginFiling(log *slog.Logger) {
	needed := false
	err := s.read(context.Background(), func(tx *bolt.Tx) error {
		needed = string(tx.Bucket([]byte(metaBucket)).Get([]byte(filedKey))) != everybody
		return nil
	})
	if err != nil || !needed {
		close(s.filed)
		return
	}
	go func() {
		defer close(s.filed)
		total, err := s.pass(log, "filing the threads of an older version", (*writer).fileMore)
		s.passed(log, "filed the threads of an older version", total, err)
	}()
}

// fileMore files the threads of the next records, and says how many records there were and whether there are more.
func (w *writer) fileMore(limit int) (n int, more bool, err error) {
	meta, threads := w.tx.Bucket([]byte(metaBucket)), w.tx.Bucket([]byte(threadsBucket))
	to := fsm.Phone(meta.Get([]byte(filedKey)))
	c := w.rows.Cursor()
	key, _ := c.Seek(behind(to))
	for ; key != nil && n < limit; n++ {
		to = phoneOf(key)
		_, data := splitRow(w.rows.Get(recordKey(to)))
		r, err := decodeRecord(to, data)
		if err != nil {
			return n, true, fmt.Errorf("file a thread: %w", err)
		}
		for _, f := range r.Filed() {
			w.put(threads, []byte(threadKey(f.Tray, f.At, to)), []byte{})
		}
		key, _ = c.Seek(behind(to))
	}
	if key == nil {
		to = everybody
	}
	w.put(meta, []byte(filedKey), []byte(to))
	return n, key != nil, w.failed
}
