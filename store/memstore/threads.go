package memstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Threads implements store.Store.
func (s *Store) Threads(ctx context.Context, tray fsm.Tray, after store.ThreadPlace, limit int) ([]store.ThreadPlace, error) {
	var list []store.ThreadPlace
	err := s.read(ctx, func() error {
		for phone, sub := range s.data.Subscribers {
			for _, f := range sub.queued.filed {
				p := store.ThreadPlace{At: f.At, Phone: phone}
				if f.Tray == tray && (after.Phone == "" || byThread(p, after) > 0) {
					list = append(list, p)
				}
			}
		}
		return nil
	})
	slices.SortFunc(list, byThread)
	return list[:min(len(list), max(limit, 0))], err
}

func byThread(a, b store.ThreadPlace) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Phone, b.Phone))
}
