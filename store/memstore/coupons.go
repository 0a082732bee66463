package memstore

import (
	"context"
	"iter"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/coupons"
)

// shelf holds rows that all storages keep alike. Its names are those of a backup.
type shelf struct {
	Keys []string // in order
	Rows map[string][]byte
}

func (s *shelf) Get(key string) []byte { return s.Rows[key] }

func (s *shelf) Put(key string, value []byte) {
	if at, there := slices.BinarySearch(s.Keys, key); !there {
		s.Keys = slices.Insert(s.Keys, at, key)
	}
	s.Rows[key] = value
}

func (s *shelf) Delete(key string) {
	if at, there := slices.BinarySearch(s.Keys, key); there {
		s.Keys = slices.Delete(s.Keys, at, at+1)
	}
	delete(s.Rows, key)
}

func (s *shelf) From(key string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		at, _ := slices.BinarySearch(s.Keys, key)
		for ; at < len(s.Keys) && yield(s.Keys[at], s.Rows[s.Keys[at]]); at++ {
		}
	}
}

// AddCodes implements store.Store.
func (s *Store) AddCodes(ctx context.Context, offer string, codes []string) (refused []store.RefusedCode, err error) {
	if err := coupons.CheckAdd(offer, codes); err != nil {
		return nil, err
	}
	err = s.write(ctx, func() (err error) {
		refused, err = coupons.Add(&s.data.Codes, offer, codes)
		return err
	})
	return refused, err
}

// Pools implements store.Store.
func (s *Store) Pools(ctx context.Context) (left map[string]int64, err error) {
	err = s.read(ctx, func() (err error) {
		left, err = coupons.Pools(&s.data.Codes)
		return err
	})
	return left, err
}

// Grants implements store.Store.
func (s *Store) Grants(ctx context.Context, phone fsm.Phone, seq uint64, limit int) (list []fsm.Grant, err error) {
	err = s.read(ctx, func() (err error) {
		list, err = coupons.Grants(&s.data.Codes, phone, seq, limit)
		return err
	})
	return list, err
}
