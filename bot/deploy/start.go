package deploy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plan"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/store"
)

// Started is the program that a server starts with.
type Started struct {
	Program  *fsm.Program
	Revision Revision
	Plan     *plan.Plan // what it changed; nil: it was live before
}

// Start chooses the program that a server starts with: that of its folder where the folder changed
// since it was loaded last, or where the server was given another folder; else the live revision, so
// that a deploy outlasts a restart.
func (d *Deployer) Start(ctx context.Context, folder string, fsys fs.FS) (Started, error) {
	_, hash, err := program.Load(fsys)
	if err != nil {
		return Started{}, err
	}
	list, err := Revisions(ctx, d.Store)
	if err != nil {
		return Started{}, err
	}
	var s Started
	if fresh(list, folder, hash) {
		s, err = d.load(ctx, folder, fsys)
	} else {
		s, err = d.resume(ctx, list)
	}
	if err != nil {
		return s, err
	}
	if err := d.keepSenders(ctx, s.Program); err != nil {
		return s, err
	}
	return s, d.refitIfNeeded(ctx, s.Revision.Number)
}

// fresh tells whether a folder holds what was not loaded from it yet.
func fresh(list []Revision, folder, hash string) bool {
	served, loaded := "", ""
	for _, r := range list {
		if r.AtStart {
			served = r.Folder
		}
		if r.Folder == folder {
			loaded = r.Hash
		}
	}
	return served != folder || loaded != hash
}

// load makes the folder's program the live one.
func (d *Deployer) load(ctx context.Context, folder string, fsys fs.FS) (Started, error) {
	packed, err := Pack(fsys)
	if err != nil {
		return Started{}, err
	}
	o := Order{Program: packed, Folder: folder, Author: "serve"}
	c, err := d.look(ctx, o)
	if err != nil {
		return Started{}, err
	}
	if !c.Usable() {
		return Started{}, format.Errors(c.Findings)
	}
	p, err := compile(c.def, c.Plan.New, d.Fit)
	if err != nil {
		return Started{}, err
	}
	if err := d.movePauses(ctx, &c.def); err != nil {
		return Started{}, err
	}
	r := d.revision(c, o)
	r.AtStart = true
	return Started{p, r, &c.Plan}, keep(ctx, d.Store, r, packed)
}

// resume gives the live program.
func (d *Deployer) resume(ctx context.Context, list []Revision) (Started, error) {
	live := latest(list)
	_, folder, err := files(ctx, d.Store, live.Hash)
	if err != nil {
		return Started{}, err
	}
	def, err := definition(folder, live)
	if err != nil {
		return Started{}, fmt.Errorf("read the live revision %d:\n%w\nIt was deployed with another version of Parley: deploy one that this version takes", live.Number, err)
	}
	p, err := compile(def, live.Hash, d.Fit)
	return Started{Program: p, Revision: live}, err
}

// refitIfNeeded begins to bring the records to a revision, unless that was begun already.
func (d *Deployer) refitIfNeeded(ctx context.Context, number int) error {
	f, err := bot.Fitted(ctx, d.Store)
	if errors.Is(err, store.ErrNotFound) || err == nil && f.Revision != number {
		return bot.BeginRefit(ctx, d.Store, number)
	}
	return err
}
