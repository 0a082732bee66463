package faketwilio

import (
	"context"
	"fmt"
)

// Await returns when done reports true. It asks at once and after every change; done may
// read the server. It is an error when ctx ends first.
func (s *Server) Await(ctx context.Context, done func() bool) error {
	for {
		changed := s.watch()
		ok := done()
		if !ok {
			select {
			case <-changed:
			case <-ctx.Done():
				s.unwatch()
				return fmt.Errorf("awaiting the fake Twilio: %w", ctx.Err())
			}
		}
		s.unwatch()
		if ok {
			return nil
		}
	}
}

// Pending is the number of statuses still to be posted.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pending
}

// watch gives a channel that is closed at the next change.
func (s *Server) watch() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiters++
	return s.changed
}

func (s *Server) unwatch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiters--
}

// touch tells those who wait that something changed. The lock is held.
func (s *Server) touch() {
	if s.waiters == 0 {
		return
	}
	close(s.changed)
	s.changed = make(chan struct{})
}
