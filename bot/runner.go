package bot

import (
	"context"
	"sync"
	"time"
)

// Loop does one thing over and over. Turn does all of it that is due now and says when to come
// back at the latest (zero: only when woken). It never waits for the network.
type Loop interface {
	Name() string
	Turn(ctx context.Context, now time.Time) (next time.Time, err error)
}

// idle is the longest a loop sleeps, so that a clock that jumped is noticed.
const idle = 30 * time.Second

// turning is a loop with what drives it. Turns of one loop never overlap, whoever asks for them.
type turning struct {
	Loop
	mu   sync.Mutex
	wake chan struct{}
}

func (t *turning) turn(ctx context.Context, now time.Time) (time.Time, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Turn(ctx, now)
}

// newLoops lists the engine's loops.
func (e *Engine) newLoops() []*turning {
	var list []*turning
	for _, loop := range []Loop{&calendar{e: e}, &dispatcher{e: e}, &inboundReconciler{e: e}, &outboundReconciler{e: e}, &quarantine{e: e},
		&refit{e: e}, &attributions{e: e}, &schedules{e: e}, e.fanouts, e.posts, e.webhooks, e.anchors, e.harms, e.alerts, e.notices, &hours{e: e}, e.pools} {
		list = append(list, &turning{Loop: loop, wake: make(chan struct{}, 1)})
	}
	if e.search != nil {
		list = append(list, &turning{Loop: e.search, wake: make(chan struct{}, 1)})
	}
	return list
}

// Loops lists the engine's loops, for those who turn them themselves: one at a time.
func (e *Engine) Loops() []Loop {
	var list []Loop
	for _, t := range e.loops {
		list = append(list, t.Loop)
	}
	return list
}

// Run turns the engine's loops until the context ends, then waits for what is on the wire.
func (e *Engine) Run(ctx context.Context) {
	var wg sync.WaitGroup
	for _, loop := range e.loops {
		wg.Go(func() { e.spin(ctx, loop) })
	}
	wg.Wait()
	e.closed.Store(true) // no new calls; finish those that are on the wire
	e.calls.wait()
	e.end()
	e.jobs.Wait()
}

// spin turns one loop whenever it is due or woken.
func (e *Engine) spin(ctx context.Context, loop *turning) {
	for ctx.Err() == nil {
		now := e.Now()
		next, err := loop.turn(ctx, now)
		if err != nil && ctx.Err() == nil {
			e.Log.Error("a loop failed; it tries again", "loop", loop.Name(), "err", err)
			next = now.Add(time.Second)
		}
		sleep := idle
		if !next.IsZero() {
			sleep = min(max(next.Sub(e.Now()), 0), idle)
		}
		timer := time.NewTimer(sleep)
		select {
		case <-ctx.Done():
		case <-loop.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// Wake makes every loop look again: something changed, or the clock was moved.
func (e *Engine) Wake() {
	for _, loop := range e.loops {
		notify(loop.wake)
	}
	e.settlers.tell()
}

// notify leaves a signal for whoever waits on a channel of one place.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Beside runs a job that may wait for the network or take long, and wakes the loops when it has ended. The job
// lives as long as the engine, whoever turned the loop.
func (e *Engine) Beside(job func(context.Context)) {
	e.busy.Add(1)
	e.jobs.Add(1)
	e.Workers.Go(func() {
		defer e.jobs.Done()
		defer e.Wake()
		defer e.busy.Add(-1)
		job(e.life)
	})
}

// periodic is a job beside its loop: one at a time, and again some time after it has ended.
type periodic struct {
	mu      sync.Mutex
	running bool
	next    time.Time
}

// turn starts the job if it is time, and says when it will be. The job tells how long to wait
// until it runs again.
func (p *periodic) turn(e *Engine, now time.Time, job func(context.Context) (again time.Duration)) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running || now.Before(p.next) {
		return p.next
	}
	p.running, p.next = true, time.Time{}
	e.Beside(func(ctx context.Context) { p.ended(e, job(ctx)) })
	return time.Time{}
}

func (p *periodic) ended(e *Engine, again time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running, p.next = false, e.Now().Add(again)
}
