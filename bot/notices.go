package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const (
	noticesKey = "alerts/notices"
	maxNotices = 100 // that wait; the oldest fall off
)

// noticeWaits are the waits between the tries to post a notice; after the last it is given up.
func noticeWaits() []time.Duration {
	return []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute}
}

// notices posts to whom the program names that alerts begin and end: one after the other, in their order,
// beside everything else. Those that wait are kept over a restart.
type notices struct {
	e *Engine

	mu      sync.Mutex
	waiting []notice
	tries   int       // of the first
	next    time.Time // no try before
	busy    bool
}

// notice is one post.
type notice struct {
	ID   string          `json:"id"`
	Body json.RawMessage `json:"body"`
}

func (n *notices) Name() string { return "notices" }

// add has a notice posted that an alert began, or, with its time, that it has ended.
func (n *notices) add(ctx context.Context, a *Alert, ended fsm.Moment) {
	program := n.e.Program()
	if program.Alerts.URL == "" {
		return
	}
	one, err := noticeOf(program.Brand, a, ended)
	if err != nil {
		n.e.Log.Error("a notice of an alert could not be written", "err", err)
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.waiting) == maxNotices {
		n.e.Log.Error("too many notices of alerts wait; the oldest is not posted", "notice", n.waiting[0].ID)
		n.waiting = n.waiting[1:]
	}
	n.waiting = append(n.waiting, one)
	n.keep(ctx)
}

// noticeOf writes a notice. Chat systems show its text; the rest is for programs.
func noticeOf(brand string, a *Alert, ended fsm.Moment) (notice, error) {
	kind, at, name := "alert.began", a.Since, a.Rule
	if a.About != "" {
		name += " of " + a.About
	}
	text := fmt.Sprintf("%s: something is not as it should be (%s): %s. What ends it: %s.", brand, name, a.Evidence, a.Undo)
	if ended > 0 {
		kind, at = "alert.ended", ended
		text = fmt.Sprintf("%s: over after %s (%s).", brand, fsm.Span(ended.Sub(a.Since).Round(time.Second)), name)
	}
	id := fmt.Sprintf("%s/%s/%s/%d", kind, a.Rule, a.About, int64(a.Since))
	body, err := json.Marshal(struct {
		ID   string     `json:"id"`
		Type string     `json:"type"`
		At   fsm.Moment `json:"timestamp"`
		Text string     `json:"text"`
		Data *Alert     `json:"data"`
	}{id, kind, at, text, a})
	return notice{id, body}, err
}

// keep writes down what waits. Where that fails, a restart forgets it.
func (n *notices) keep(ctx context.Context) {
	value, err := json.Marshal(n.waiting)
	if len(n.waiting) == 0 {
		value = nil
	}
	if err == nil {
		err = n.e.Store.Put(ctx, noticesKey, value)
	}
	if err != nil {
		n.e.Log.Warn("what is to be posted of alerts was not kept", "err", err)
	}
}

// loadNotices reads what waited when the last process ended.
func (e *Engine) loadNotices(ctx context.Context) error {
	value, err := e.Store.Get(ctx, noticesKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(value, &e.notices.waiting)
	}
	if err != nil {
		return fmt.Errorf("read the notices of alerts: %w", err)
	}
	return nil
}

// Turn posts the first that waits, when it is time.
func (n *notices) Turn(_ context.Context, now time.Time) (time.Time, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.busy || len(n.waiting) == 0 || n.e.closed.Load() {
		return time.Time{}, nil
	}
	if now.Before(n.next) {
		return n.next, nil
	}
	n.busy = true
	first := n.waiting[0]
	n.e.Beside(func(ctx context.Context) { n.settle(ctx, first, n.post(ctx, first)) })
	return time.Time{}, nil
}

// post posts one notice, once. Where the program names nobody any more, there is nothing to do.
func (n *notices) post(ctx context.Context, one notice) error {
	to := n.e.Program().Alerts.Endpoint
	if to.URL == "" {
		return nil
	}
	secret, err := secretOf(to)
	if err == nil {
		_, err = n.e.Poster.Do(ctx, hook.Post{URL: to.URL, Secret: secret, ID: one.ID, At: n.e.Now(), Body: one.Body})
	}
	return err
}

// settle books what came of a try.
func (n *notices) settle(ctx context.Context, one notice, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.busy = false
	if ctx.Err() != nil || len(n.waiting) == 0 || n.waiting[0].ID != one.ID {
		return // the engine stops, or it has fallen off meanwhile
	}
	if waits := noticeWaits(); err != nil && n.tries < len(waits) {
		n.next = n.e.Now().Add(waits[n.tries])
		n.tries++
		n.e.Log.Warn("a notice of an alert was not taken; it is posted again", "notice", one.ID, "err", err)
		return
	}
	if err != nil {
		n.e.Log.Error("a notice of an alert was given up", "notice", one.ID, "err", err)
	}
	n.waiting, n.tries, n.next = n.waiting[1:], 0, time.Time{}
	n.keep(ctx)
}
