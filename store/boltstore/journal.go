package boltstore

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// The journal holds the entries of all subscribers in the order of their commits, under 1, 2, 3…
// Each begins with the number of the subscriber's entry before it (0: none), and each record with
// the number of its newest, so that one subscriber's entries are found going back.

// journalFill leaves no room in the journal's pages, since nothing is ever put between.
const journalFill = 1.0

// joinRow puts an entry's number before a row.
func joinRow(n uint64, data []byte) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(data)), n), data...)
}

// splitRow takes the number off. What is too short to hold one is no row.
func splitRow(row []byte) (n uint64, data []byte) {
	if len(row) < 8 {
		return 0, nil
	}
	return binary.BigEndian.Uint64(row), row[8:]
}

// record adds an entry to the journal and gives its number.
func (w *writer) record(before uint64, entry []byte) uint64 {
	n, err := w.journal.NextSequence()
	if err != nil && w.failed == nil {
		w.failed = fmt.Errorf("number a journal entry: %w", err)
	}
	w.put(w.journal, number(int64(n)), joinRow(before, entry))
	return n
}

// Journal implements store.Store.
func (s *Store) Journal(ctx context.Context, phone fsm.Phone, before uint64, limit int) ([]fsm.Entry, error) {
	var list []fsm.Entry
	err := s.read(ctx, func(tx *bolt.Tx) error {
		n, data := splitRow(tx.Bucket([]byte(rowsBucket)).Get(recordKey(phone)))
		r, err := decodeRecord(phone, data)
		if err != nil {
			return err
		}
		journal := tx.Bucket([]byte(journalBucket))
		for version := r.Version; version > 0 && len(list) < limit; version-- {
			n, data = splitRow(journal.Get(number(int64(n))))
			if before != 0 && version >= before {
				continue
			}
			e, err := codec.Decode[fsm.Entry](data)
			if err != nil {
				return fmt.Errorf("entry %d of %s: %w", version, phone.Redacted(), err)
			}
			list = append(list, e)
		}
		return nil
	})
	return list, err
}

// replayed is how many entries Replay reads in one transaction.
const replayed = 1000

// Replay implements store.Store. What each does may take its time: it is called between transactions.
func (s *Store) Replay(ctx context.Context, phone fsm.Phone, after, to uint64, each func(fsm.Entry) error) error {
	numbers, err := s.numbers(ctx, phone, after, to)
	if err != nil {
		return err
	}
	for page := range slices.Chunk(numbers, replayed) {
		list := make([]fsm.Entry, 0, len(page))
		err := s.read(ctx, func(tx *bolt.Tx) error {
			journal := tx.Bucket([]byte(journalBucket))
			for _, n := range page {
				_, data := splitRow(journal.Get(number(int64(n))))
				if data == nil {
					return fmt.Errorf("entry %d of the journal, of %s: %w", n, phone.Redacted(), store.ErrNotFound)
				}
				e, err := codec.Decode[fsm.Entry](data)
				if err != nil {
					return fmt.Errorf("entry %d of the journal, of %s: %w", n, phone.Redacted(), err)
				}
				list = append(list, e)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := each(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// numbers finds a subscriber's entries from behind a version up to another, oldest first.
func (s *Store) numbers(ctx context.Context, phone fsm.Phone, after, to uint64) ([]uint64, error) {
	var list []uint64
	err := s.read(ctx, func(tx *bolt.Tx) error {
		n, data := splitRow(tx.Bucket([]byte(rowsBucket)).Get(recordKey(phone)))
		r, err := decodeRecord(phone, data)
		if err != nil {
			return err
		}
		journal := tx.Bucket([]byte(journalBucket))
		for version := r.Version; version > after && ctx.Err() == nil; version-- {
			if to == 0 || version <= to {
				list = append(list, n)
			}
			n, _ = splitRow(journal.Get(number(int64(n))))
		}
		return ctx.Err()
	})
	slices.Reverse(list)
	return list, err
}
