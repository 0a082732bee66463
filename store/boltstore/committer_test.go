package boltstore_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// holdUp keeps the committer inside an update until the function it gives is called.
func holdUp(t *testing.T, s *boltstore.Store) (goOn func()) {
	t.Helper()
	inside, leave := make(chan struct{}), make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		_, err := s.Update(context.Background(), "+15005550000", func(v store.View) (fsm.Decision, error) {
			close(inside)
			<-leave
			return bump(v)
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-inside
	return func() { close(leave); done.Wait() }
}

// Ensure that a caller whose context ends leaves while his update waits, and that it is not done.
func TestCancelWhileWaiting(t *testing.T) {
	s := open(t, t.TempDir())
	goOn := holdUp(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	left := make(chan error)
	go func() {
		_, err := s.Update(ctx, "+15005550001", func(store.View) (fsm.Decision, error) {
			t.Error("it was decided")
			return fsm.Decision{}, nil
		})
		left <- err
	}()
	cancel()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("Update = %v, want %v", err, context.Canceled)
	}
	goOn()
}

// Ensure that an update that was begun is answered with its result, though the caller's context
// has ended.
func TestCancelTooLate(t *testing.T) {
	s := open(t, t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	d, err := s.Update(ctx, "+15005550001", func(v store.View) (fsm.Decision, error) {
		cancel()
		return bump(v)
	})
	if d.Next.Version != 1 || err != nil {
		t.Errorf("Update = %+v, %v, want the decision", d, err)
	}
}

// Ensure that Close finishes the updates that wait.
func TestCloseFinishes(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	goOn := holdUp(t, s)
	const n = 20
	var all sync.WaitGroup
	answers := make([]error, n)
	for i := range n {
		all.Go(func() {
			_, answers[i] = s.Update(context.Background(), fsm.Phone(fmt.Sprintf("+1500555%04d", 100+i)), bump)
		})
	}
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	goOn()
	all.Wait()
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	for i, err := range answers {
		_, absent := s.Record(context.Background(), fsm.Phone(fmt.Sprintf("+1500555%04d", 100+i)))
		if (err == nil) != (absent == nil) || err != nil && !errors.Is(err, store.ErrClosed) {
			t.Errorf("update %d was answered with %v and is stored: %v", i, err, absent)
		}
	}
}

// Ensure that updates that change nothing leave the file alone.
func TestIdle(t *testing.T) {
	s := open(t, t.TempDir())
	update(t, s, 1)
	before, err := s.Stats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err := s.Update(context.Background(), "+15005550001", func(store.View) (fsm.Decision, error) { return fsm.Decision{Nothing: true}, nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	if after, err := s.Stats(context.Background()); after != before || err != nil {
		t.Errorf("Stats = %+v, %v, want %+v as before", after, err, before)
	}
}
