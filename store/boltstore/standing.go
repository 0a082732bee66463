package boltstore

import (
	"context"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
)

// How many live runs stand where is kept under (workflow, step, phase), and there is no row for none.
// A commit adds up what its updates change, so that thousands who take the same step cost one row.

// stand counts what one update changes, unless the subscriber is not counted yet.
func (w *writer) stand(phone fsm.Phone, before, after []fsm.Stand) {
	if w.counting && phone > w.countedTo {
		return
	}
	for _, s := range before {
		w.standing[s]--
	}
	for _, s := range after {
		w.standing[s]++
	}
}

// finishStanding writes what the commit changes.
func (w *writer) finishStanding() {
	b := w.tx.Bucket([]byte(standingBucket))
	for s, n := range w.standing {
		if n == 0 {
			continue
		}
		key := standKey(s)
		if n += count(b, string(key)); n == 0 {
			w.delete(b, key)
		} else {
			w.put(b, key, number(n))
		}
	}
}

// Standing implements store.Store.
func (s *Store) Standing(ctx context.Context) (map[fsm.Stand]int64, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	select {
	case <-s.counted:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if s.countErr != nil {
		return nil, s.countErr
	}
	all := map[fsm.Stand]int64{}
	err := s.read(ctx, func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(standingBucket))
		return b.ForEach(func(key, _ []byte) error {
			stand, ok := parseStandKey(key)
			if !ok {
				return badPlace(standingBucket, key)
			}
			all[stand] = count(b, string(key))
			return nil
		})
	})
	return all, err
}

// standKey is (workflow, step, phase).
func standKey(s fsm.Stand) []byte {
	return append(part(part(nil, s.Workflow), s.Step), s.Phase...)
}

func parseStandKey(key []byte) (s fsm.Stand, ok bool) {
	var phase []byte
	if s.Workflow, key, ok = cutPart(key); !ok {
		return s, false
	}
	if s.Step, phase, ok = cutPart(key); !ok {
		return s, false
	}
	s.Phase = fsm.Phase(phase)
	return s, true
}
