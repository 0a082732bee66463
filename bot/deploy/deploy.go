package deploy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Outcome is what came of an order.
type Outcome struct {
	Proposal
	Deployed *Revision `json:"deployed"`           // nil: nothing was changed; Refused says why
	Proposed bool      `json:"proposed,omitempty"` // it waits for a second person
	Refused  string    `json:"refused,omitempty"`
}

// Deploy makes a change, if the order's hash is that of the present plan.
func (d *Deployer) Deploy(ctx context.Context, o Order) (Outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.look(ctx, o)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Proposal: c.Proposal}
	if c.Usable() && c.Plan.Live == c.Plan.New {
		out.Deployed = &c.live // there is nothing to confirm
		return out, nil
	}
	if out.Refused = refusal(c, o); out.Refused != "" {
		return out, nil
	}
	if c.before.Definition.Approval && o.Approver == "" {
		return d.propose(ctx, out, o)
	}
	compiled, err := d.compile(c)
	if err != nil {
		return out, err
	}
	r := d.revision(c, o)
	if err := d.movePauses(ctx, &c.def); err != nil {
		return out, err
	}
	if err := keep(ctx, d.Store, r, c.packed); err != nil {
		return out, err
	}
	out.Deployed = &r
	if err := d.forget(ctx, o.Hash); err != nil {
		return out, err
	}
	return out, d.goLive(ctx, compiled, r.Number)
}

// refusal tells why an order is not carried out, or "".
func refusal(c *change, o Order) string {
	switch {
	case !c.Usable():
		return "the program has faults: nothing was changed"
	case o.Hash == "":
		return "nothing was changed: confirm the plan by its hash"
	case o.Hash != c.Plan.Hash:
		return fmt.Sprintf("nothing was changed: the plan is another one than %s, which was confirmed", o.Hash)
	}
	return ""
}

// compile fits the new program to the carrier and makes it ready to decide; without a server there is
// nothing to fit it to, and it was checked.
func (d *Deployer) compile(c *change) (*fsm.Program, error) {
	if d.Engine == nil {
		return nil, nil
	}
	return compile(c.def, c.Plan.New, d.Fit)
}

func compile(def fsm.Definition, revision string, fit func(*fsm.Definition) error) (*fsm.Program, error) {
	if fit != nil {
		def.Senders = slices.Clone(def.Senders)
		if err := fit(&def); err != nil {
			return nil, err
		}
	}
	p, err := fsm.Compile(def, revision)
	if err != nil {
		return nil, fmt.Errorf("compile the program: %w", err)
	}
	return p, nil
}

func (d *Deployer) revision(c *change, o Order) Revision {
	return Revision{Number: c.live.Number + 1, Hash: c.Plan.New, Author: strings.TrimSpace(o.Author), Message: strings.TrimSpace(o.Message), Approver: o.Approver,
		At: d.Now().UTC(), Summary: c.Plan.Summary(), Folder: o.Folder, Moves: c.moves}
}

// goLive lets the engine decide by a program, and brings the records to it.
func (d *Deployer) goLive(ctx context.Context, p *fsm.Program, number int) error {
	if d.Engine != nil {
		if err := d.keepSenders(ctx, p); err != nil {
			return err
		}
		d.Engine.SetProgram(p)
	}
	return d.refit(ctx, number)
}

// refit brings the records to the live program: now, or when the next server starts.
func (d *Deployer) refit(ctx context.Context, number int) error {
	if d.Engine == nil {
		return bot.BeginRefit(ctx, d.Store, number)
	}
	return d.Engine.Refit(ctx, number)
}

// movePauses keeps a workflow paused that has another name now.
func (d *Deployer) movePauses(ctx context.Context, def *fsm.Definition) error {
	paused, err := bot.Pauses(ctx, d.Store)
	if err != nil {
		return err
	}
	for old, how := range paused {
		if now := def.Moved[old]; now != "" && paused[now] == "" {
			if err := d.setPause(ctx, now, how); err != nil {
				return err
			}
		}
	}
	return nil
}
