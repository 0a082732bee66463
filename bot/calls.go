package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
)

// calls bounds how many texts are being handed to the carrier at a time, in all and for one sender
// at most half of it, so that a slow sender leaves room for the others. It also remembers which
// texts those are.
type calls struct {
	mu     sync.Mutex
	limit  int
	taken  int
	sender map[string]int
	flying map[flightKey]bool
	idle   *sync.Cond
}

type flightKey struct {
	phone fsm.Phone
	seq   uint64
}

func newCalls(limit int) *calls {
	c := &calls{limit: limit, sender: map[string]int{}, flying: map[flightKey]bool{}}
	c.idle = sync.NewCond(&c.mu)
	return c
}

// reserve takes a place for a call, if there is one.
func (c *calls) reserve(sender string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken >= c.limit || c.sender[sender] >= max(c.limit/2, 1) {
		return false
	}
	c.taken++
	c.sender[sender]++
	return true
}

func (c *calls) free(sender string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken--
	if c.sender[sender]--; c.sender[sender] <= 0 {
		delete(c.sender, sender)
	}
	c.idle.Broadcast()
}

func (c *calls) begin(k flightKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.flying[k] = true
}

func (c *calls) end(k flightKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.flying, k)
}

// flies tells whether a text is being handed over by this process right now.
func (c *calls) flies(k flightKey) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.flying[k]
}

// Flies tells whether a text is being handed to the carrier by this process right now. One without an outcome
// that is not, is in doubt.
func (e *Engine) Flies(phone fsm.Phone, seq uint64) bool { return e.calls.flies(flightKey{phone, seq}) }

// busy tells whether any call is under way.
func (c *calls) busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.taken > 0
}

// wait waits until no call is under way.
func (c *calls) wait() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.taken > 0 {
		c.idle.Wait()
	}
}

// submit hands a released text to the carrier, beside whoever asked for it, and brings the outcome
// back as an event.
func (e *Engine) submit(m fsm.Message, t *ticket) {
	key := flightKey{m.Phone, m.Seq}
	e.calls.begin(key)
	e.Workers.Go(func() {
		defer t.done()
		defer e.calls.end(key)
		ctx, cancel := context.WithTimeout(traceOf(&m), e.Timeout)
		defer cancel()
		sid, err := e.Carrier.Send(ctx, m)
		e.settle(m, outcome(sid, err, e.Now()))
	})
}

// traceOf is a context with the trace of a text.
func traceOf(m *fsm.Message) context.Context {
	return trace.With(context.Background(), trace.ID(m.Trace))
}

// done gives the caller's place back; the token is spent.
func (t *ticket) done() {
	if t != nil {
		t.e.calls.free(t.sender)
		t.e.Wake()
	}
}

// outcome turns the carrier's answer into an event.
func outcome(sid string, err error, now time.Time) fsm.Settled {
	if err == nil {
		return fsm.Settled{Outcome: fsm.Accepted, SID: sid}
	}
	var refusal *SendError
	if !errors.As(err, &refusal) {
		return fsm.Settled{Outcome: fsm.InDoubt, Code: "error", Detail: err.Error()}
	}
	s := fsm.Settled{Outcome: refusal.Outcome, Code: refusal.Code, Lesson: refusal.Lesson, Detail: refusal.Err.Error()}
	if refusal.Outcome == fsm.Throttled {
		s.RetryAt = fsm.At(now.Add(refusal.Wait))
	}
	return s
}

// settle stores an outcome. It must not be lost while the process lives: if the store refuses, the
// text stays in doubt and the reconciler finds it.
func (e *Engine) settle(m fsm.Message, s fsm.Settled) {
	s.Seq = m.Seq
	e.slowDown(m.Sender, s)
	ctx, cancel := context.WithTimeout(traceOf(&m), 30*time.Second)
	defer cancel()
	if e.Log.Enabled(ctx, slog.LevelDebug) {
		e.Log.DebugContext(ctx, "handed over", "phone", m.Phone.Redacted(), "seq", m.Seq, "outcome", s.Outcome, "code", s.Code, "sid", s.SID)
	}
	t, _ := e.ticket(m.Sender) // the person's next text may go in the same commit
	if _, err := e.apply(ctx, m.Phone, s, t); err != nil {
		e.Log.ErrorContext(ctx, "an outcome was not stored; it will be reconciled", "phone", m.Phone.Redacted(), "seq", m.Seq, "err", err)
	}
}

// How long a sender rests after a text could not be handed over at all.
const (
	restUnreached = 2 * time.Second // the carrier could not be reached
	restRefused   = time.Minute     // it refuses our account or sender: somebody must mend that first
)

// slowDown lets a sender rest when its carrier asks for it or cannot take texts, so that a backlog
// is not spent on a wall. Other senders go on.
func (e *Engine) slowDown(sender string, s fsm.Settled) {
	now := e.Now()
	switch {
	case s.Outcome == fsm.Throttled:
		e.pacer.pause(sender, s.RetryAt.Time(), now)
	case s.Outcome == fsm.NotSent && s.Lesson == fsm.LessonSender:
		e.pacer.pause(sender, now.Add(restRefused), now)
	case s.Outcome == fsm.NotSent:
		e.pacer.pause(sender, now.Add(restUnreached), now)
	}
}
