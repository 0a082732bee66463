package memstore

import (
	"context"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/internal/sums"
)

// Measures implements store.Store.
func (s *Store) Measures(ctx context.Context, from, to fsm.Day, each func(fsm.Measure) error) error {
	return s.read(ctx, func() error {
		first, behind := sums.Range(from, to)
		rows := func(yield func(string, []byte) bool) {
			for key, row := range s.data.Sums.From(first) {
				if key >= behind || !yield(key, row) {
					return
				}
			}
		}
		return sums.Each(rows, each)
	})
}
