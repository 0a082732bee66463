package trial

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
	"github.com/parley-sms/parley/store/memstore"
)

// The ways in which a disk fails.
var (
	errFull = errors.New("the disk is full")
	errDead = errors.New("the process is dead")
)

// open opens what a story stores in: memory, or in some stories the real store, which is closed and opened
// anew with each process.
func (r *run) open() error {
	if !r.story.OnDisk || r.Dir == "" {
		if r.data == nil {
			r.data = memstore.New()
		}
		return nil
	}
	if r.dir == "" {
		dir, err := os.MkdirTemp(r.Dir, "story-")
		if err != nil {
			return fmt.Errorf("make a folder for a story: %w", err)
		}
		r.dir = dir
	}
	if err := r.close(); err != nil {
		return err
	}
	data, err := boltstore.Open(r.dir, boltstore.NoSync(), boltstore.Log(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("open the store of a story: %w", err)
	}
	r.data = data
	r.seen.Marks["the real store was opened"]++
	return nil
}

// close closes what a story stores in, if it is open.
func (r *run) close() error {
	if r.data == nil {
		return nil
	}
	return r.data.Close()
}

// remove leaves nothing of a story's store.
func (r *run) remove() error {
	err := r.close()
	if r.dir != "" {
		err = errors.Join(err, os.RemoveAll(r.dir))
	}
	return err
}

// disk is a store that fails, and with which a process dies: at a commit, before or after it, or between
// the carrier's answer and its commit. What is dead stores nothing more.
type disk struct {
	store.Store
	marks  map[string]int
	fails  int  // so many commits fail
	stored bool // after they were stored, all the same
	lives  int  // so many commits and calls until the process dies; 0: it lives on
	after  bool // it dies after the commit
	dead   bool
}

// heal ends all faults that are still to come.
func (d *disk) heal() { d.fails, d.lives = 0, 0 }

// lose counts down to the process's death, and tells whether it is dead.
func (d *disk) lose() bool {
	if d.lives > 0 {
		d.lives--
		d.dead = d.lives == 0
	}
	return d.dead
}

// commit does one commit as the faults have it.
func (d *disk) commit(do func() error) error {
	if d.dead {
		return errDead
	}
	switch {
	case d.lose() && d.after:
		d.marks["killed after a commit"]++
		_ = do() // nobody hears of it
		return errDead
	case d.dead:
		d.marks["killed before a commit"]++
		return errDead
	case d.fails > 0 && d.stored:
		d.fails--
		d.marks["a commit failed that was stored"]++
		return errors.Join(do(), errFull)
	case d.fails > 0:
		d.fails--
		d.marks["a commit failed"]++
		return errFull
	}
	return do()
}

// Update implements store.Store.
func (d *disk) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (dec fsm.Decision, err error) {
	err = d.commit(func() (err error) {
		dec, err = d.Store.Update(ctx, phone, decide)
		return err
	})
	if err != nil {
		return fsm.Decision{}, err
	}
	return dec, nil
}

// Enrol implements store.Store.
func (d *disk) Enrol(ctx context.Context, phones iter.Seq[fsm.Phone], decide store.Decide) (n int, err error) {
	err = d.commit(func() (err error) {
		n, err = d.Store.Enrol(ctx, phones, decide)
		return err
	})
	return n, err
}

// AddCodes implements store.Store.
func (d *disk) AddCodes(ctx context.Context, offer string, codes []string) (refused []store.RefusedCode, err error) {
	err = d.commit(func() (err error) {
		refused, err = d.Store.AddCodes(ctx, offer, codes)
		return err
	})
	return refused, err
}

// Put implements store.Store.
func (d *disk) Put(ctx context.Context, key string, value []byte) error {
	return d.commit(func() error { return d.Store.Put(ctx, key, value) })
}

// wire is the carrier of a process that may die before a call or after it.
type wire struct {
	bot.Carrier
	disk *disk
}

// Send implements bot.Carrier.
func (w *wire) Send(ctx context.Context, m fsm.Message) (string, error) {
	if w.disk.lose() {
		w.disk.marks["killed before a call"]++
		return "", errDead
	}
	sid, err := w.Carrier.Send(ctx, m)
	if w.disk.lose() {
		w.disk.marks["killed after a call"]++
	}
	return sid, err
}
