package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// FanOut is an event without a phone on its way to those who wait for it, as it is kept.
type FanOut struct {
	fsm.Happened
	Took    fsm.Moment  `json:"took"`              // when it was accepted
	Watches []fsm.Watch `json:"watches,omitempty"` // what those who wait call it, and are not through yet
	After   fsm.Phone   `json:"after,omitempty"`   // up to here those of the first watch have it
	Told    int64       `json:"told"`              // people so far
	Ended   fsm.Moment  `json:"ended,omitempty"`
}

// Accepted events are kept under their ids: those that are on their way, and for a while those that
// have arrived, so that a repeat does nothing.
const (
	fanOpen  = "fanout/open/"
	fanEnded = "fanout/ended/"
	fanKept  = 7 * 24 * time.Hour
	fanPrune = time.Hour // between two looks for what is kept for too long
)

// ErrNoWatchers is returned for an event without a phone whose type the program does not declare for
// watchers.
var ErrNoWatchers = errors.New("the event needs a phone: the program does not declare its type for watchers")

// FanOut accepts an event without a phone: when it returns nil, the event is on disk, and will reach
// everybody who waits for it. Known tells that its id was accepted before; then nothing is done.
func (e *Engine) FanOut(ctx context.Context, h fsm.Happened) (known bool, err error) {
	program := e.Program()
	if !program.Events[h.Type].Watchers {
		return false, ErrNoWatchers
	}
	e.accepting.Lock()
	defer e.accepting.Unlock()
	for _, prefix := range []string{fanOpen, fanEnded} {
		_, err := e.Store.Get(ctx, prefix+h.ID)
		if !errors.Is(err, store.ErrNotFound) {
			return err == nil, err
		}
	}
	f := &FanOut{Happened: h, Took: fsm.At(e.Now()), Watches: program.Watched(h)}
	if err := f.keep(ctx, e.Store, fanOpen); err != nil {
		return false, err
	}
	e.fanouts.came.Store(true)
	e.Wake()
	return false, nil
}

func (f *FanOut) keep(ctx context.Context, s store.Store, prefix string) error {
	value, err := json.Marshal(f)
	if err == nil {
		err = s.Put(ctx, prefix+f.ID, value)
	}
	if err != nil {
		return fmt.Errorf("keep an event for watchers: %w", err)
	}
	return nil
}

// FanOuts reads the events without a phone that are on their way, or have arrived in the last days.
func FanOuts(ctx context.Context, s store.Store) (open, ended []*FanOut, err error) {
	if open, err = fanOuts(ctx, s, fanOpen); err != nil {
		return nil, nil, err
	}
	ended, err = fanOuts(ctx, s, fanEnded)
	return open, ended, err
}
