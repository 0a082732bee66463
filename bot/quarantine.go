package bot

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const (
	sinceKey        = "quarantine/since" // what the carrier took since then may be unknown to us
	quarantineGo    = "go"               // value of store.QuarantineKey once an operator let the server go on
	quarantineEvery = 10 * time.Minute
)

const inQuarantine = "quarantine: the data was restored from a backup; nothing is sent until an operator lets it go on"

// Quarantine says that the engine is in quarantine, or "".
func (e *Engine) Quarantine() string {
	if e.quarantined.Load() {
		return inQuarantine
	}
	return ""
}

// quarantine keeps a restored server silent until it knows what the carrier took and received
// after the backup was made, and an operator lets it go on.
type quarantine struct {
	e          *Engine
	job        periodic
	reconciled atomic.Bool
}

func (q *quarantine) Name() string { return "quarantine" }

// Turn reconciles what the carrier took from us, and ends the quarantine when it may end: not before
// both lists were read, however long that fails.
func (q *quarantine) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if !q.e.quarantined.Load() {
		return time.Time{}, nil
	}
	next := q.job.turn(q.e, now, func(ctx context.Context) time.Duration { return q.reconcile(ctx) })
	if !q.reconciled.Load() || !q.e.listed.Load() {
		return next, nil
	}
	return next, q.e.leaveQuarantine(ctx)
}

func (q *quarantine) reconcile(ctx context.Context) (again time.Duration) {
	if err := q.e.reconcileCarried(ctx); err != nil {
		if ctx.Err() == nil {
			q.e.alarm("what the carrier took after the backup could not be listed", "err", err)
		}
		return outboundFailed
	}
	q.reconciled.Store(true)
	return quarantineEvery
}

// loadQuarantine reads whether the data was restored from a backup and not let go yet. The first
// time it notes how far back the carrier's lists must be read.
func (e *Engine) loadQuarantine(ctx context.Context) error {
	_, err := e.Store.Get(ctx, store.QuarantineKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read whether the data is in quarantine: %w", err)
	}
	e.quarantined.Store(true)
	if _, err := e.Store.Get(ctx, sinceKey); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	since, err := e.inboundSince(ctx, e.Now())
	if err != nil {
		return err
	}
	return e.Store.Put(ctx, sinceKey, []byte(since.UTC().Format(time.RFC3339)))
}

// LetGo lets a server in quarantine go on as soon as everything is reconciled.
func LetGo(ctx context.Context, s store.Store) error {
	if _, err := s.Get(ctx, store.QuarantineKey); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return errors.New("the data is not in quarantine")
		}
		return err
	}
	return s.Put(ctx, store.QuarantineKey, []byte(quarantineGo))
}

// leaveQuarantine ends the quarantine if an operator let the server go on.
func (e *Engine) leaveQuarantine(ctx context.Context) error {
	value, err := e.Store.Get(ctx, store.QuarantineKey)
	if err != nil || string(value) != quarantineGo {
		return err
	}
	for _, key := range []string{sinceKey, store.QuarantineKey} {
		if err := e.Store.Put(ctx, key, nil); err != nil {
			return fmt.Errorf("end the quarantine: %w", err)
		}
	}
	e.quarantined.Store(false)
	e.Log.Info("the quarantine has ended: texts go out again")
	e.Wake()
	return nil
}

// reconcileCarried tells the records of texts that the carrier took after the backup was made, so
// that none of them is sent a second time.
func (e *Engine) reconcileCarried(ctx context.Context) error {
	value, err := e.Store.Get(ctx, sinceKey)
	if err != nil {
		return fmt.Errorf("read since when texts are unknown: %w", err)
	}
	since, err := time.Parse(time.RFC3339, string(value))
	if err != nil {
		return fmt.Errorf("read since when texts are unknown: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, inboundWithin)
	defer cancel()
	taken, complete, err := e.Carrier.Outbound(ctx, "", since)
	if err == nil && !complete {
		err = errors.New("the list is not complete")
	}
	if err != nil {
		return fmt.Errorf("list the texts that the carrier took: %w", err)
	}
	for _, t := range taken {
		if err := e.carried(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// carried tells one record of one text, unless the record knows it or looks for it as a doubt.
func (e *Engine) carried(ctx context.Context, t Taken) error {
	recent, err := e.Store.Messages(ctx, t.To, 0, 200)
	if err != nil {
		return fmt.Errorf("read a subscriber's texts: %w", err)
	}
	for _, m := range recent {
		if m.SID == t.SID || m.Out && m.SettledAt == 0 && m.SID == "" && m.Body == t.Body {
			return nil
		}
	}
	_, err = e.Apply(ctx, t.To, fsm.Carried{SID: t.SID, Sender: t.Sender, Body: t.Body, Status: t.Status, At: fsm.At(t.At)})
	return err
}
