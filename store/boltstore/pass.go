package boltstore

import (
	"context"
	"errors"
	"log/slog"

	"github.com/parley-sms/parley/store"
)

// A pass goes once through all records of an older version's data, in many short commits beside the work of the store.

const (
	passBatch = 1000   // records in one commit: some ten milliseconds
	passNote  = 50_000 // records between two notes in the log
)

// pass does a step until there is no more to do, and says how many records there were.
func (s *Store) pass(log *slog.Logger, doing string, step func(w *writer, limit int) (n int, more bool, err error)) (total int, err error) {
	for more := true; more; {
		n := 0
		err := s.submit(context.Background(), passBatch, func(w *writer) (err error) {
			n, more, err = step(w, passBatch)
			return err
		})
		if err != nil {
			return total, err
		}
		if total += n; more && total%passNote == 0 {
			log.Info(doing, "subscribers", total)
		}
	}
	return total, nil
}

// passed tells how a pass ended.
func (s *Store) passed(log *slog.Logger, done string, total int, err error) {
	switch {
	case err == nil:
		log.Info(done, "subscribers", total)
	case !errors.Is(err, store.ErrClosed):
		log.Error("a pass through an older version's data failed; it goes on when the store is opened again", "pass", done, "err", err)
	}
}
