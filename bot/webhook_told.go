package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Webhook tells how a webhook of the live program stands.
type Webhook struct {
	Name     string     `json:"name"`
	Events   []fsm.Kind `json:"events" doc:"What it is told of."`
	Waiting  int64      `json:"waiting" doc:"Announcements that were not posted yet."`
	Oldest   fsm.Moment `json:"oldest_waiting" doc:"When the oldest of them was made; null: none waits."`
	Taken    int64      `json:"taken" doc:"Announcements that the endpoint took, ever."`
	Dead     int64      `json:"dead" doc:"Announcements that were given up; at most 1000 are kept."`
	Lost     int64      `json:"lost" doc:"Announcements that found no room, ever: beyond a million that wait, or a thousand that were given up."`
	Gone     bool       `json:"gone" doc:"It answered 410: nothing is posted to it until another revision is live."`
	FailedAt fsm.Moment `json:"last_failure_at" doc:"Since the server began; null: no post failed."`
	Error    string     `json:"last_error"`
	Letters  []Letter   `json:"dead_letters" doc:"The oldest of those that were given up, at most 100."`
}

// Letter is an announcement that was given up.
type Letter struct {
	ID       string     `json:"id"`
	Type     fsm.Kind   `json:"type"`
	Phone    fsm.Phone  `json:"phone"`
	MadeAt   fsm.Moment `json:"made_at"`
	GivenUp  fsm.Moment `json:"given_up_at"`
	Attempts int        `json:"attempts"`
	Error    string     `json:"error"`
}

// Webhooks tells how all webhooks of the live program stand, in order of name.
func (e *Engine) Webhooks(ctx context.Context) ([]Webhook, error) {
	boxes, err := e.Store.Outboxes(ctx)
	if err != nil {
		return nil, err
	}
	var list []Webhook
	for _, name := range slices.Sorted(maps.Keys(e.Program().Webhooks)) {
		t := Webhook{Name: name, Events: e.Program().Webhooks[name].Events, Gone: e.webhooks.isGone(name), Letters: []Letter{}}
		if i := slices.IndexFunc(boxes, func(o store.Outbox) bool { return o.Webhook == name }); i >= 0 {
			o := boxes[i]
			t.Waiting, t.Oldest, t.Taken, t.Dead, t.Lost = o.Waiting, o.Oldest, o.Taken, o.Dead, o.Lost
		}
		t.FailedAt, t.Error = e.webhooks.failed(name)
		dead, err := e.Store.DeadOutgoing(ctx, name, maxShownDead)
		if err != nil {
			return nil, err
		}
		for _, o := range dead {
			t.Letters = append(t.Letters, Letter{o.ID, o.Kind, o.Phone, o.At, o.Dead, o.Attempts, o.Error})
		}
		list = append(list, t)
	}
	return list, nil
}

// failed tells when and why a post failed last, since the start.
func (w *webhooks) failed(name string) (fsm.Moment, string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failures[name].at, w.failures[name].why
}

// RetryWebhook lets all that was given up for a webhook be posted again, and says how many. It fails with
// store.ErrNotFound where the live program has no such webhook.
func (e *Engine) RetryWebhook(ctx context.Context, name string) (int, error) {
	if _, known := e.Program().Webhooks[name]; !known {
		return 0, fmt.Errorf("webhook %.40q: %w", name, store.ErrNotFound)
	}
	n, err := e.Store.ReviveOutgoing(ctx, name, fsm.At(e.Now()))
	e.alerts.new.Store(true)
	e.Wake()
	return n, err
}
