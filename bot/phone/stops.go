package phone

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// How often a server looks for what is not on its calendar.
const (
	doubtStep  = 10 * time.Second // the fate of a text in doubt, a text that could not go yet
	unseenStep = time.Minute      // a text that was never posted to it
)

// nextStop is the next time at which something happens; zero: nothing will.
func (p *Phone) nextStop(ctx context.Context, s Server) (time.Time, error) {
	now := p.Now()
	due, next, err := s.Due(ctx, fsm.At(now), 1)
	if err != nil {
		return now, fmt.Errorf("read what is due next: %w", err)
	}
	if len(due) > 0 { // it fell due since the server came to rest
		return now, nil
	}
	flights, err := s.Flights(ctx, 1000)
	if err != nil {
		return now, fmt.Errorf("read the texts in doubt: %w", err)
	}
	stop := next.Time()
	if coming := s.Coming(); !coming.IsZero() {
		stop = sooner(stop, coming)
	}
	for _, f := range flights { // the longer the doubt, the longer the steps: a day takes about 100
		stop = sooner(stop, now.Add(max(doubtStep, now.Sub(f.At.Time())/16)))
	}
	ready, err := s.ReadySenders(ctx)
	if err != nil {
		return now, fmt.Errorf("read what could not go yet: %w", err)
	}
	if len(ready) > 0 {
		stop = sooner(stop, now.Add(doubtStep))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.unseen) > 0 {
		stop = sooner(stop, now.Add(unseenStep))
	}
	if p.throttled.After(now) {
		stop = sooner(stop, p.throttled)
	}
	return stop, nil
}

// sooner is the earlier of two times, of which the first may be none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// sawText books that a text was posted to the server, or listed to it.
func (p *Phone) sawText(sid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.unseen, sid)
}
