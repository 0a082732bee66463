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

// Fitting is how far the records have been brought to the live program. A record is brought there by
// its next decision in any case; but timers that move earlier must not wait for one.
type Fitting struct {
	Revision int       `json:"revision"`        // number of the live revision
	After    fsm.Phone `json:"after,omitempty"` // up to here they are done
	Done     int64     `json:"done"`
	Finished bool      `json:"finished"`
}

// Left is how many of so many records are still to be brought.
func (f Fitting) Left(records int64) int64 {
	if f.Finished {
		return 0
	}
	return max(records-f.Done, 0)
}

const (
	fittingKey = "refit"
	fitAtOnce  = 500 // records between two notes of how far it has come
	fitBeside  = 250 // of them are brought side by side: enough that a commit is worth its wait
)

// Fitted reads how far the records have been brought to the live program; ErrNotFound where no pass
// was ever begun.
func Fitted(ctx context.Context, s store.Store) (Fitting, error) {
	var f Fitting
	value, err := s.Get(ctx, fittingKey)
	if err == nil {
		err = json.Unmarshal(value, &f)
	}
	if err != nil {
		return f, fmt.Errorf("read how far records are refitted: %w", err)
	}
	return f, nil
}

// BeginRefit lets every record be brought to the live program, from the first on. A server that runs
// is told by Engine.Refit alone.
func BeginRefit(ctx context.Context, s store.Store, revision int) error {
	return keepFitting(ctx, s, Fitting{Revision: revision})
}

func keepFitting(ctx context.Context, s store.Store, f Fitting) error {
	value, err := json.Marshal(f)
	if err == nil {
		err = s.Put(ctx, fittingKey, value)
	}
	if err != nil {
		return fmt.Errorf("keep how far records are refitted: %w", err)
	}
	return nil
}

// Refit begins to bring every record to the live program.
func (e *Engine) Refit(ctx context.Context, revision int) error {
	e.fitting.Lock()
	defer e.fitting.Unlock()
	err := BeginRefit(ctx, e.Store, revision)
	e.Wake()
	return err
}

// refit brings the records to the live program, in order of phone. It goes on where it stopped, also
// after a crash: a record that fits already is left as it is.
type refit struct {
	e      *Engine
	parked parked
}

func (r *refit) Name() string { return "refit" }

// Turn does all that is left.
func (r *refit) Turn(ctx context.Context, _ time.Time) (time.Time, error) {
	for ctx.Err() == nil {
		if left, err := r.page(ctx); err != nil || !left {
			return time.Time{}, err
		}
	}
	return time.Time{}, ctx.Err()
}

// page does the next records, and tells whether there may be more.
func (r *refit) page(ctx context.Context) (left bool, err error) {
	r.e.fitting.Lock()
	defer r.e.fitting.Unlock()
	f, err := Fitted(ctx, r.e.Store)
	if errors.Is(err, store.ErrNotFound) || err == nil && f.Finished {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	records, err := r.e.Store.Subscribers(ctx, f.After, fitAtOnce)
	if err != nil {
		return false, fmt.Errorf("list records to refit: %w", err)
	}
	if err := r.bring(ctx, records); err != nil {
		return false, err
	}
	f.Finished = len(records) < fitAtOnce
	f.Done += int64(len(records))
	if f.After = ""; !f.Finished { // an erased person's number must not stay here
		f.After = records[len(records)-1].Phone
	}
	return !f.Finished, keepFitting(ctx, r.e.Store, f)
}

// bring refits those of the records that change by it. That is found out beside the store, since most
// records do not.
func (r *refit) bring(ctx context.Context, records []fsm.Record) error {
	var moved []fsm.Phone
	for i := range records {
		if r.e.moves(records[i]) {
			moved = append(moved, records[i].Phone)
		}
	}
	for len(moved) > 0 {
		n := min(len(moved), fitBeside)
		if err := together(r.e.Workers, moved[:n], func(phone fsm.Phone) error {
			_, err := r.e.apply(ctx, phone, fsm.Refit{}, nil)
			return r.parked.park(ctx, r.e, phone, err)
		}); err != nil {
			return err
		}
		moved = moved[n:]
	}
	return nil
}

// moves tells whether a record would change. Whatever is wrong with it comes up where it is applied.
func (e *Engine) moves(rec fsm.Record) (yes bool) {
	defer func() {
		if recover() != nil {
			yes = true
		}
	}()
	d, err := e.Program().Decide(rec, e.inputs(), fsm.Refit{}, fsm.At(e.Now()))
	return err != nil || !d.Nothing
}
