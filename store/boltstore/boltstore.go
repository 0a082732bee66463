package boltstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/guard"
)

// Store is a store.Store in one bbolt file.
type Store struct {
	dir  string
	lock *os.File
	db   *bolt.DB

	jobs    chan *job
	stopped chan struct{} // closed when the committer has ended

	mu     sync.RWMutex // held for reading while a job is handed over
	closed bool

	counted  chan struct{} // closed when the counting of an older version's data has ended
	countErr error         // why it did not end well
	filed    chan struct{} // closed when the filing of an older version's threads has ended

	lastCommit atomic.Int64 // nanoseconds
	watch      func(subscribers int, took time.Duration)
}

var _ store.Store = (*Store)(nil)

// Close finishes what was handed over, makes every later call fail with store.ErrClosed, and
// releases the data folder.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		<-s.stopped
		return nil
	}
	s.closed = true
	close(s.jobs)
	s.mu.Unlock()
	<-s.stopped
	<-s.counted
	<-s.filed
	if err := errors.Join(s.db.Close(), s.lock.Close()); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}

// usable tells why a call cannot be served, if so.
func (s *Store) usable(ctx context.Context) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return store.ErrClosed
	}
	return ctx.Err()
}

// read runs a function that only looks, in a short transaction: the file grows while one lasts.
func (s *Store) read(ctx context.Context, look func(tx *bolt.Tx) error) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	err := guard.Reading(func() error { return s.db.View(look) })
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return store.ErrClosed
	}
	return err
}
