package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// The bounds of webhooks.
const (
	maxWebhookCalls = 32  // posts at a time, for one webhook at most half of them
	dropAtOnce      = 500 // announcements that one commit forgets
	maxWebhookError = 300 // bytes of an error that are kept
	maxShownDead    = 100 // announcements that were given up which are told of each webhook
)

// againAfter lists how long after each failure an announcement is posted again; then it is given up.
func againAfter() []time.Duration {
	return []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour}
}

// gonePrefix is what the values begin with that say under which revision a webhook answered that it is gone.
const gonePrefix = "webhook/gone/"

// webhooks posts what waits in the outbox, beside everything else: of one person and webhook one thing at a time.
type webhooks struct {
	e    *Engine
	room *calls

	mu       sync.Mutex
	swept    *fsm.Program      // under which the webhooks that are no more were looked for last
	gone     map[string]string // the revision under which each webhook said that it is gone
	underway map[string]bool   // webhook and phone
	failures map[string]failure
}

// failure is why a post failed, and when.
type failure struct {
	at  fsm.Moment
	why string
}

func newWebhooks(e *Engine) *webhooks {
	return &webhooks{e: e, room: newCalls(maxWebhookCalls), underway: map[string]bool{}, failures: map[string]failure{}}
}

func (w *webhooks) Name() string { return "webhooks" }

// Turn posts what is due, as far as there is room.
func (w *webhooks) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if err := w.sweep(ctx); err != nil || w.e.stopped() {
		return time.Time{}, err
	}
	next := fsm.Moment(0)
	for _, name := range slices.Sorted(maps.Keys(w.e.Program().Webhooks)) {
		begun, later, err := w.begin(ctx, name, fsm.At(now))
		for _, o := range begun {
			w.e.Beside(func(ctx context.Context) { w.post(ctx, o) })
		}
		if err != nil {
			return time.Time{}, err
		}
		if later > fsm.At(now) && (next == 0 || later < next) {
			next = later
		}
	}
	if next == 0 {
		return time.Time{}, nil
	}
	return next.Time(), nil
}

// begin takes places for what is due for a webhook, as far as there are any, of people who have nothing under way
// there. It reads the queue with the lock held: what has just ended is not taken once more.
func (w *webhooks) begin(ctx context.Context, name string, now fsm.Moment) (begun []store.Outgoing, later fsm.Moment, err error) {
	if w.isGone(name) {
		return nil, 0, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	due, later, err := w.e.Store.Outgoing(ctx, name, now, 2*maxWebhookCalls)
	for _, o := range due {
		if key := placeOf(&o); !w.underway[key] && w.room.reserve(name) {
			w.underway[key] = true
			begun = append(begun, o)
		}
	}
	return begun, later, err
}

// placeOf names a person's place at a webhook, at which one thing is under way at a time.
func placeOf(o *store.Outgoing) string { return o.Webhook + " " + string(o.Phone) }

func (w *webhooks) ended(o store.Outgoing) {
	w.room.free(o.Webhook)
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.underway, placeOf(&o))
}

// post posts an announcement and keeps what came of it. Where the process ends before that is kept, it is posted
// again, under the same id.
func (w *webhooks) post(ctx context.Context, o store.Outgoing) {
	defer w.ended(o)
	failed := w.ask(ctx, o)
	if ctx.Err() != nil {
		return
	}
	if status := hook.StatusError(0); errors.As(failed, &status) && status == http.StatusGone {
		w.leave(ctx, o.Webhook)
		return
	}
	came := w.came(&o, failed)
	if err := w.e.Store.Posted(ctx, o, came); err != nil {
		w.e.Log.Error("what came of a post to a webhook was not stored; it is made again", "webhook", o.Webhook, "err", err)
	}
	w.e.alerts.new.Store(true)
}

// came tells what becomes of an announcement that was posted.
func (w *webhooks) came(o *store.Outgoing, failed error) store.Posted {
	if failed == nil {
		return store.Taken
	}
	now := fsm.At(w.e.Now())
	o.Attempts++
	o.Error = strings.ToValidUTF8(failed.Error()[:min(len(failed.Error()), maxWebhookError)], "")
	w.note(o.Webhook, failure{now, o.Error})
	w.e.Log.Warn("a post to a webhook failed", "webhook", o.Webhook, "event", o.Kind, "phone", o.Phone.Redacted(), "attempt", o.Attempts, "err", failed)
	if again := againAfter(); o.Attempts <= len(again) {
		o.Due = now.Add(again[o.Attempts-1])
		return store.Later
	}
	o.Dead = now
	return store.GaveItUp
}

// note remembers why a post failed last.
func (w *webhooks) note(name string, f failure) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failures[name] = f
}

// isGone tells whether a webhook has said, under the live revision, that it is gone.
func (w *webhooks) isGone(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	revision, said := w.gone[name]
	return said && revision == w.e.Program().Revision
}

// leave posts nothing more to a webhook until another revision is live.
func (w *webhooks) leave(ctx context.Context, name string) {
	if w.isGone(name) {
		return
	}
	revision := w.e.Program().Revision
	w.note(name, failure{fsm.At(w.e.Now()), "the endpoint answered 410: it is gone"})
	w.mu.Lock()
	w.gone[name] = revision
	w.mu.Unlock()
	w.e.Log.Warn("a webhook answered 410: nothing more is posted to it until another revision is live", "webhook", name)
	w.e.alerts.new.Store(true)
	if err := w.e.Store.Put(ctx, gonePrefix+name, []byte(revision)); err != nil {
		w.e.Log.Error("that a webhook is gone was not kept; it is asked again after a restart", "webhook", name, "err", err)
	}
}

// sweep forgets, once for each program, what waits for webhooks that it does not name.
func (w *webhooks) sweep(ctx context.Context) error {
	program := w.e.Program()
	w.mu.Lock()
	done := w.swept == program
	w.mu.Unlock()
	if done {
		return nil
	}
	gone, err := w.e.Store.List(ctx, gonePrefix)
	if err != nil {
		return err
	}
	all, err := w.e.Store.Outboxes(ctx)
	for i := range all {
		if _, named := program.Webhooks[all[i].Webhook]; err == nil && !named {
			err = w.drop(ctx, all[i].Webhook)
		}
	}
	if err != nil {
		return fmt.Errorf("forget what waits for a webhook: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.swept, w.gone = program, map[string]string{}
	for key, revision := range gone {
		w.gone[strings.TrimPrefix(key, gonePrefix)] = string(revision)
	}
	return nil
}

// drop forgets all that waits for a webhook.
func (w *webhooks) drop(ctx context.Context, name string) error {
	for total := 0; ; {
		n, err := w.e.Store.DropOutgoing(ctx, name, dropAtOnce)
		if err != nil {
			return err
		}
		if total += n; n == 0 {
			w.e.Log.Info("the program has a webhook no more, and what waited for it is forgotten", "webhook", name, "announcements", total)
			return w.e.Store.Put(ctx, gonePrefix+name, nil)
		}
	}
}

// atRest tells whether nothing is to be posted now.
func (w *webhooks) atRest(ctx context.Context, now time.Time) (bool, error) {
	if w.e.stopped() {
		return true, nil
	}
	for name := range w.e.Program().Webhooks {
		if w.isGone(name) {
			continue
		}
		if due, _, err := w.e.Store.Outgoing(ctx, name, fsm.At(now), 1); err != nil || len(due) > 0 {
			return false, err
		}
	}
	return true, nil
}
