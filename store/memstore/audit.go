package memstore

import (
	"context"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Note implements store.Store.
func (s *Store) Note(ctx context.Context, act store.Act) error {
	return s.write(ctx, func() error {
		act.Number = s.data.Dropped + uint64(len(s.data.Acts)) + 1
		row, err := codec.Encode(&act)
		if err != nil {
			return err
		}
		s.data.Acts = append(s.data.Acts, row)
		if more := len(s.data.Acts) - store.MaxActs; more > 0 {
			s.data.Acts, s.data.Dropped = s.data.Acts[more:], s.data.Dropped+uint64(more)
		}
		return nil
	})
}

// Acts implements store.Store.
func (s *Store) Acts(ctx context.Context, before uint64, limit int) ([]store.Act, error) {
	var list []store.Act
	err := s.read(ctx, func() error {
		for i := len(s.data.Acts) - 1; i >= 0 && len(list) < limit; i-- {
			act, err := codec.Decode[store.Act](s.data.Acts[i])
			if err != nil {
				return err
			}
			if before == 0 || act.Number < before {
				list = append(list, act)
			}
		}
		return nil
	})
	return list, err
}
