package boltstore

import (
	"context"
	"iter"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// enrolBatch is how many phones Enrol puts into one commit. Other updates wait for it: some ten
// milliseconds.
const enrolBatch = 2000

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	var d fsm.Decision
	err := s.submit(ctx, 1, func(w *writer) (err error) {
		d, err = w.update(phone, decide)
		return err
	})
	if err != nil {
		return fsm.Decision{}, err
	}
	return d, nil
}

// Enrol implements store.Store. The number it gives counts phones that were decided on, also
// where the decision was to store nothing.
func (s *Store) Enrol(ctx context.Context, phones iter.Seq[fsm.Phone], decide store.Decide) (int, error) {
	total := 0
	batch := make([]fsm.Phone, 0, enrolBatch)
	for phone := range phones {
		if batch = append(batch, phone); len(batch) < enrolBatch {
			continue
		}
		n, err := s.enrol(ctx, batch, decide)
		if total += n; err != nil {
			return total, err
		}
		batch = batch[:0]
	}
	n, err := s.enrol(ctx, batch, decide)
	return total + n, err
}

// enrol updates some subscribers in one commit: those before the first that is refused.
func (s *Store) enrol(ctx context.Context, phones []fsm.Phone, decide store.Decide) (done int, refused error) {
	err := s.submit(ctx, len(phones), func(w *writer) error {
		for _, phone := range phones {
			if _, refused = w.update(phone, decide); refused != nil {
				break
			}
			done++
		}
		return w.failed
	})
	if err != nil {
		return 0, err
	}
	return done, refused
}
