package boltstore

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/guard"
)

// maxBatch is how many subscribers' updates go into one commit, and how many callers may wait for
// their turn before others have to wait to be let in.
const maxBatch = 1000

// job is work for one commit, handed over by a caller who waits for it.
type job struct {
	weight int // subscribers that it updates
	work   func(*writer) error
	taken  atomic.Bool // by the committer to do it, or by the caller to leave
	err    error
	done   chan struct{}
}

// submit hands work to the committer and waits until it is on the disk. A caller whose context
// ends leaves if the work was not begun.
func (s *Store) submit(ctx context.Context, weight int, work func(*writer) error) error {
	j := &job{weight: weight, work: work, done: make(chan struct{})}
	if err := s.enqueue(ctx, j); err != nil {
		return err
	}
	select {
	case <-j.done:
	case <-ctx.Done():
		if j.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		<-j.done
	}
	return j.err
}

func (s *Store) enqueue(ctx context.Context, j *job) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return store.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.jobs <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// commitAll is the committer: the one goroutine that writes. It ends when the store is closed and
// all that was handed over is done.
func (s *Store) commitAll() {
	defer close(s.stopped)
	var broken error
	for first := range s.jobs {
		batch := s.waiting(first)
		err := broken
		if err == nil {
			err, broken = s.commit(batch)
		}
		for _, j := range batch {
			if err != nil {
				j.err = err
			}
			close(j.done)
		}
	}
}

// waiting takes what waits, in order, up to a full batch. Callers that the last commit let go
// come back with more at once: they get the chance to, or the next commit would be for one alone.
func (s *Store) waiting(first *job) []*job {
	runtime.Gosched()
	var batch []*job
	for weight, j := 0, first; ; {
		if j.taken.CompareAndSwap(false, true) {
			batch = append(batch, j)
			weight += j.weight
		}
		if weight >= maxBatch {
			return batch
		}
		select {
		case next, ok := <-s.jobs:
			if !ok {
				return batch
			}
			j = next
		default:
			return batch
		}
	}
}

// errIdle rolls a transaction back that changed nothing.
var errIdle = errors.New("nothing to commit")

// commit does a batch in one transaction. Each job keeps its own error; err says that the whole
// batch was not stored, and broken that nothing may be stored any more.
func (s *Store) commit(batch []*job) (err, broken error) {
	began := time.Now()
	var id int
	err = guard.Reading(func() error {
		return s.db.Update(func(tx *bolt.Tx) error {
			id = tx.ID()
			return s.run(tx, batch)
		})
	})
	if errors.Is(err, errIdle) {
		return nil, nil
	}
	if err != nil {
		err = fmt.Errorf("commit to %s: %w", s.db.Path(), err)
		return err, s.doubt(err, id)
	}
	took := time.Since(began)
	s.lastCommit.Store(int64(took))
	s.watch(weight(batch), took)
	return nil, nil
}

// weight is how many subscribers a batch updates.
func weight(batch []*job) (n int) {
	for _, j := range batch {
		n += j.weight
	}
	return n
}

func (s *Store) run(tx *bolt.Tx, batch []*job) error {
	w := newWriter(tx)
	for _, j := range batch {
		j.err = j.work(w)
	}
	return w.finish()
}

// doubt tells whether the store can go on after a commit failed. It can where the commit left no
// trace: a full disk is found before anything refers to what was written. Where its last page was
// written and may not have reached the disk, going on could overwrite what the disk still needs.
func (s *Store) doubt(failed error, id int) error {
	latest := 0
	err := guard.Reading(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			latest = tx.ID()
			return nil
		})
	})
	if err == nil && latest < id && !errors.Is(failed, store.ErrDamaged) {
		return nil
	}
	return fmt.Errorf("%w, since one failed: %w", store.ErrReopen, failed)
}
