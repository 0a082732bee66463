package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const pausePrefix = "pause/"

// Pauses reads which workflows are paused, and how.
func Pauses(ctx context.Context, s store.Store) (map[string]fsm.Pause, error) {
	values, err := s.List(ctx, pausePrefix)
	if err != nil {
		return nil, fmt.Errorf("read which workflows are paused: %w", err)
	}
	paused := map[string]fsm.Pause{}
	for key, value := range values {
		paused[strings.TrimPrefix(key, pausePrefix)] = fsm.Pause(value)
	}
	return paused, nil
}

// SetPause keeps that a workflow is paused; an empty pause resumes it. A server that runs takes it from
// Engine.Pause alone.
func SetPause(ctx context.Context, s store.Store, workflow string, p fsm.Pause) error {
	var value []byte
	if p != "" {
		value = []byte(p)
	}
	if err := s.Put(ctx, pausePrefix+workflow, value); err != nil {
		return fmt.Errorf("pause or resume %s: %w", workflow, err)
	}
	return nil
}

// Paused tells which workflows are paused, and how. Nobody may write into it.
func (e *Engine) Paused() map[string]fsm.Pause { return *e.paused.Load() }

// Pause pauses a workflow from the next decision on; an empty pause resumes it.
func (e *Engine) Pause(ctx context.Context, workflow string, p fsm.Pause) error {
	if err := SetPause(ctx, e.Store, workflow, p); err != nil {
		return err
	}
	return e.loadPauses(ctx)
}

// stopAll pauses the workflows whose fuse has blown. Where that cannot be stored, the next text beyond
// the bound blows the fuse again.
func (e *Engine) stopAll(workflows []string) {
	for _, name := range workflows {
		if err := e.Pause(e.life, name, fsm.PauseFuse); err != nil {
			e.alarm("a workflow whose fuse has blown could not be paused", "workflow", name, "err", err)
		}
	}
}

func (e *Engine) loadPauses(ctx context.Context) error {
	e.gate.Lock() // as with a program: no decision that began before ends after
	defer e.gate.Unlock()
	paused, err := Pauses(ctx, e.Store)
	if err != nil {
		return err
	}
	e.paused.Store(&paused)
	return nil
}
