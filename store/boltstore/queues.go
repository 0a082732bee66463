package boltstore

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/decided"
)

// Due implements store.Store.
func (s *Store) Due(ctx context.Context, now fsm.Moment, limit int) (list []fsm.Phone, next fsm.Moment, err error) {
	err = s.queue(ctx, calendarBucket, func(c *bolt.Cursor) error {
		for key, _ := c.First(); key != nil; key, _ = c.Next() {
			due, phone, ok := parseCalendarKey(key)
			if !ok {
				return badPlace(calendarBucket, key)
			}
			if due > now || len(list) >= limit {
				next = due
				break
			}
			list = append(list, phone)
		}
		return nil
	})
	return list, next, err
}

// Held implements store.Store.
func (s *Store) Held(ctx context.Context, limit int) ([]fsm.Phone, error) {
	var list []fsm.Phone
	err := s.queue(ctx, heldBucket, func(c *bolt.Cursor) error {
		for key, _ := c.First(); key != nil && len(list) < limit; key, _ = c.Next() {
			_, phone, ok := parseCalendarKey(key)
			if !ok {
				return badPlace(heldBucket, key)
			}
			list = append(list, phone)
		}
		return nil
	})
	return list, err
}

// Ready implements store.Store.
func (s *Store) Ready(ctx context.Context, sender string, limit int) ([]fsm.Phone, error) {
	if len(sender) > decided.MaxSender {
		return nil, s.usable(ctx) // none such is stored
	}
	var list []fsm.Phone
	err := s.queue(ctx, readyBucket, func(c *bolt.Cursor) error {
		prefix := senderPrefix(sender)
		for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix) && len(list) < limit; key, _ = c.Next() {
			_, phone, ok := parseReadyKey(key)
			if !ok {
				return badPlace(readyBucket, key)
			}
			list = append(list, phone)
		}
		return nil
	})
	return list, err
}

// ReadySenders implements store.Store. They are in order of their address.
func (s *Store) ReadySenders(ctx context.Context) ([]string, error) {
	var list []string
	err := s.queue(ctx, readyBucket, func(c *bolt.Cursor) error {
		for key, _ := c.First(); key != nil; {
			sender, _, ok := parseReadyKey(key)
			if !ok {
				return badPlace(readyBucket, key)
			}
			list = append(list, sender)
			key, _ = c.Seek(past(senderPrefix(sender)))
		}
		return nil
	})
	slices.Sort(list)
	return list, err
}

// Queues implements store.Store.
func (s *Store) Queues(ctx context.Context, most int) ([]store.Queue, error) {
	var list []store.Queue
	err := s.queue(ctx, readyBucket, func(c *bolt.Cursor) error {
		for key, _ := c.First(); key != nil; {
			q, prefix, ok := parseQueue(key)
			if !ok {
				return badPlace(readyBucket, key)
			}
			prefix = bytes.Clone(prefix)
			for ; bytes.HasPrefix(key, prefix) && q.Waiting < most; key, _ = c.Next() {
				q.Waiting++
			}
			list = append(list, q)
			if bytes.HasPrefix(key, prefix) {
				key, _ = c.Seek(past(prefix))
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b store.Queue) int { return strings.Compare(a.Sender, b.Sender) })
	return list, err
}

// Flights implements store.Store.
func (s *Store) Flights(ctx context.Context, limit int) ([]store.Flight, error) {
	var list []store.Flight
	err := s.queue(ctx, flightsBucket, func(c *bolt.Cursor) error {
		for key, _ := c.First(); key != nil && len(list) < limit; key, _ = c.Next() {
			f, ok := parseFlightKey(key)
			if !ok {
				return badPlace(flightsBucket, key)
			}
			list = append(list, f)
		}
		return nil
	})
	return list, err
}

// Threads implements store.Store.
func (s *Store) Threads(ctx context.Context, tray fsm.Tray, after store.ThreadPlace, limit int) ([]store.ThreadPlace, error) {
	var list []store.ThreadPlace
	err := s.queue(ctx, threadsBucket, func(c *bolt.Cursor) error {
		prefix, from := trayPrefix(tray), []byte(threadKey(tray, after.At, after.Phone))
		if after.Phone == "" {
			from = prefix
		}
		for key, _ := c.Seek(from); bytes.HasPrefix(key, prefix) && len(list) < limit; key, _ = c.Next() {
			at, phone, ok := parseCalendarKey(key[len(prefix):])
			if !ok {
				return badPlace(threadsBucket, key)
			}
			if p := (store.ThreadPlace{At: at, Phone: phone}); p != after {
				list = append(list, p)
			}
		}
		return nil
	})
	return list, err
}

// Watchers implements store.Store.
func (s *Store) Watchers(ctx context.Context, w fsm.Watch, after fsm.Phone, limit int) ([]fsm.Phone, error) {
	if max(len(w.Event), len(w.Key)) > decided.MaxPart {
		return nil, s.usable(ctx) // nobody waits for such
	}
	var list []fsm.Phone
	err := s.queue(ctx, watchersBucket, func(c *bolt.Cursor) error {
		prefix := watchPrefix(w)
		from := append(append(bytes.Clone(prefix), after...), phoneEnd)
		for key, _ := c.Seek(from); bytes.HasPrefix(key, prefix) && len(list) < limit; key, _ = c.Next() {
			list = append(list, fsm.Phone(key[len(prefix):]))
		}
		return nil
	})
	return list, err
}

func (s *Store) queue(ctx context.Context, bucket string, look func(c *bolt.Cursor) error) error {
	return s.read(ctx, func(tx *bolt.Tx) error { return look(tx.Bucket([]byte(bucket)).Cursor()) })
}

func badPlace(bucket string, key []byte) error {
	return fmt.Errorf("%w: bucket %s has a key of %d bytes", store.ErrDamaged, bucket, len(key))
}
