package console

import (
	"context"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// task is work that takes longer than a request may. It is done beside the requests, once at a time, and what
// came of it the last time is remembered until the server ends.
type task[T any] struct {
	mu sync.Mutex
	at taskState[T]
}

// taskState is how far a task is, and what came of it the last time.
type taskState[T any] struct {
	By      string // who asked for it; empty: nobody since the server started
	Running bool
	Percent int
	Ended   time.Time
	Result  *T // nil: it never came to an end
	Failed  string
}

func (t *task[T]) state() taskState[T] {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.at
}

// begin says whether the task may begin. What came of it before is kept meanwhile.
func (t *task[T]) begin(by string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.at.Running {
		return false
	}
	t.at.By, t.at.Running, t.at.Percent, t.at.Failed = by, true, 0, ""
	return true
}

// progress tells how much of all is done.
func (t *task[T]) progress(done, of uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at.Percent = int(100 * done / max(done, of, 1))
}

func (t *task[T]) end(result *T, err error, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at.Running, t.at.Ended = false, at
	if err != nil {
		t.at.Failed = sentence(err)
		return
	}
	t.at.Result = result
}

// start begins a task beside the requests, unless it runs already, and says whether it did.
func start[T any](h *console, t *task[T], by, what string, work func(context.Context) (*T, error)) bool {
	if !t.begin(by) {
		return false
	}
	h.Engine.Beside(func(ctx context.Context) {
		result, err := work(ctx)
		if err != nil {
			h.Log.Error("work beside the requests did not come to an end", "what", what, "err", err)
		}
		t.end(result, err, h.Engine.Now())
	})
	return true
}

// keptFor is how long what was found out about everybody is shown before it is found out anew.
const keptFor = 10 * time.Minute

// old tells whether something that was found out then, of a revision, is to be found out anew.
func (h *console) old(at fsm.Moment, revision string) bool {
	return revision != h.Engine.Program().Revision || h.Engine.Now().Sub(at.Time()) > keptFor
}

// ofAll tells a task how many of all people it has looked at.
func (h *console) ofAll(ctx context.Context, progress func(done, of uint64)) func(int64) {
	stats, _ := h.Store.Stats(ctx) // without them it shows no progress
	return func(n int64) { progress(uint64(n), uint64(stats.Subscribers)) }
}
