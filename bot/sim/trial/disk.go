package trial

import (
	"context"
	"errors"
	"iter"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// The ways in which a disk fails.
var (
	errFull = errors.New("the disk is full")
	errDead = errors.New("the process is dead")
)

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
