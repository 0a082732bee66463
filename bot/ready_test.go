package bot_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// full is a store whose disk may be full.
type full struct {
	store.Store
	is bool
}

func (f *full) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	if f.is {
		return fsm.Decision{}, errors.New("no space left")
	}
	return f.Store.Update(ctx, phone, decide)
}

// Ensure the engine says that it does not work while nothing can be stored, and that it works again
// when something was.
func TestNotReadyOnAFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &full{Store: memstore.New()}
		r := newRig(t, s).run()
		defer r.stop()
		time.Sleep(time.Second)
		if err := r.engine.Ready(); err != nil {
			t.Fatal(err)
		}
		s.is = true
		if _, err := r.engine.Apply(t.Context(), anna, fsm.Tick{}); err == nil || r.engine.Ready() == nil {
			t.Fatalf("storing failed with %v, and the engine says that it works", err)
		}
		s.is = false
		r.text(anna, ours, "HELP")
		if err := r.engine.Ready(); err != nil {
			t.Fatal(err)
		}
	})
}
