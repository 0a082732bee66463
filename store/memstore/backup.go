package memstore

import (
	"context"
	"encoding/gob"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Backup implements store.Store. Only Restore of the same build reads it.
func (s *Store) Backup(ctx context.Context, w io.Writer) (int64, error) {
	count := &counter{w: w}
	err := s.read(ctx, func() error {
		if err := gob.NewEncoder(count).Encode(&s.data); err != nil {
			return fmt.Errorf("write a backup: %w", err)
		}
		return nil
	})
	return count.n, err
}

// Restore gives a store with the contents of a backup.
func Restore(r io.Reader) (*Store, error) {
	s := New()
	if err := gob.NewDecoder(r).Decode(&s.data); err != nil {
		return nil, fmt.Errorf("read a backup: %w: %w", store.ErrDamaged, err)
	}
	for phone, sub := range s.data.Subscribers {
		r, err := codec.Decode[fsm.Record](sub.Record)
		if err != nil {
			return nil, fmt.Errorf("read a backup: record of %s: %w", phone.Redacted(), err)
		}
		if sub.Messages == nil {
			sub.Messages = map[uint64][]byte{}
		}
		s.queue(phone, sub, &r)
	}
	s.phones = slices.Sorted(maps.Keys(s.data.Subscribers))
	return s, nil
}

// counter counts what goes through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
