package deploy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/picture"
	"github.com/parley-sms/parley/fsm/plan"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/proof"
	"github.com/parley-sms/parley/store"
)

// Deployer plans and makes changes of the live program. One Deployer makes all of them.
type Deployer struct {
	Store  store.Store
	Engine *bot.Engine                 // that runs; nil: none does
	Fit    func(*fsm.Definition) error // fits a definition to the carrier; nil where no server runs
	Now    func() time.Time

	mu sync.Mutex // one change at a time
}

// Order asks for a change of the live program.
type Order struct {
	Program  []byte `json:"program,omitempty"`  // packed
	Folder   string `json:"folder,omitempty"`   // where it was read from
	Revision string `json:"revision,omitempty"` // in place of Program: the number or hash of an older one
	Hash     string `json:"hash,omitempty"`     // of the plan that was seen
	Author   string `json:"author,omitempty"`
	Message  string `json:"message,omitempty"`
	Approver string `json:"-"` // the second person, who saw the same plan; empty: none has yet

	Workflow string `json:"workflow,omitempty"` // whose picture is wanted
	Picture  string `json:"picture,omitempty"`  // mermaid, dot or svg
}

// Proposal is the answer to an Order that has not been confirmed.
type Proposal struct {
	Plan     plan.Plan         `json:"plan"` // empty where the program cannot be used
	Text     string            `json:"text,omitempty"`
	Findings []program.Finding `json:"findings"`
	Picture  string            `json:"picture,omitempty"`
}

// Usable tells whether the program can be used at all.
func (p *Proposal) Usable() bool { return p.Plan.New != "" }

// change is an order that was looked at.
type change struct {
	Proposal
	packed []byte
	def    fsm.Definition // its moves composed
	moves  plan.Moves
	live   Revision // number 0: none yet
	before plan.Side
}

// Plan tells what an order would do. It changes nothing.
func (d *Deployer) Plan(ctx context.Context, o Order) (Proposal, error) {
	c, err := d.look(ctx, o)
	if err != nil {
		return Proposal{}, err
	}
	if o.Picture != "" && c.Usable() {
		c.Picture, err = c.draw(o.Workflow, o.Picture)
	}
	return c.Proposal, err
}

// look reads and checks the ordered program, and makes the plan.
func (d *Deployer) look(ctx context.Context, o Order) (*change, error) {
	list, err := Revisions(ctx, d.Store)
	if err != nil {
		return nil, err
	}
	c := &change{packed: o.Program}
	c.live = latest(list)
	folder, err := c.ordered(ctx, d.Store, o, list)
	if err != nil {
		return nil, err
	}
	checked, findings := program.Check(folder)
	c.Findings = append([]program.Finding{}, findings...)
	if checked == nil {
		return c, nil
	}
	var revision string
	if c.def, revision, err = program.Load(folder); err != nil {
		return nil, fmt.Errorf("read the program: %w", err)
	}
	if c.before, err = d.before(ctx, c.live); err != nil {
		return nil, err
	}
	plan.FollowWaits(&c.before.Definition, &c.def)
	c.moves = plan.Compose(c.live.Moves, &c.def)
	return c, d.compare(ctx, c, plan.Side{Revision: revision, Definition: c.def, Worst: bounds(checked)})
}

// ordered gives the files that are asked for.
func (c *change) ordered(ctx context.Context, s store.Store, o Order, list []Revision) (fs.FS, error) {
	switch {
	case o.Revision != "":
		r, err := find(list, o.Revision)
		if err != nil {
			return nil, err
		}
		packed, folder, err := files(ctx, s, r.Hash)
		c.packed = packed
		return folder, err
	case len(o.Program) == 0:
		return nil, errors.New("no program is given, and no revision")
	}
	return Unpack(o.Program)
}

// compare makes the plan.
func (d *Deployer) compare(ctx context.Context, c *change, next plan.Side) error {
	standing, err := d.Store.Standing(ctx)
	if err != nil {
		return fmt.Errorf("count who stands where: %w", err)
	}
	paused, err := bot.Pauses(ctx, d.Store)
	if err != nil {
		return err
	}
	c.Plan = plan.Make(c.before, next, standing, paused)
	c.Text = c.Plan.String()
	return nil
}

// before is the live program as its author wrote it, with all moves so far.
func (d *Deployer) before(ctx context.Context, live Revision) (plan.Side, error) {
	if live.Number == 0 {
		return plan.Side{}, nil
	}
	side := plan.Side{Revision: live.Hash}
	_, folder, err := files(ctx, d.Store, live.Hash)
	if err != nil {
		return side, err
	}
	def, err := definition(folder, live)
	if err != nil {
		return side, nil //nolint:nilerr // an older Parley took it, this one does not: everything is told as new
	}
	p, err := fsm.Compile(def, live.Hash)
	if err != nil {
		return side, nil //nolint:nilerr // nor this
	}
	side.Definition, side.Worst = def, bounds(p)
	return side, nil
}

// definition reads the program of a revision, with all moves up to it.
func definition(folder fs.FS, r Revision) (fsm.Definition, error) {
	def, _, err := program.Load(folder)
	if err != nil {
		return def, fmt.Errorf("read the program of revision %d: %w", r.Number, err)
	}
	def.Moved = r.Moves.Workflows
	for i := range def.Workflows {
		w := &def.Workflows[i]
		w.Moved = r.Moves.Steps[w.Name]
	}
	return def, nil
}

// draw compares the steps of a workflow, before and after.
func (c *change) draw(workflow, form string) (string, error) {
	var was, is picture.Graph
	for i := range c.def.Workflows {
		if w := &c.def.Workflows[i]; w.Name == workflow {
			is = picture.Steps(w)
		}
	}
	for i := range c.before.Definition.Workflows {
		if w := &c.before.Definition.Workflows[i]; w.Name == workflow || c.def.Moved[w.Name] == workflow {
			was = picture.Steps(w)
		}
	}
	if len(was.Nodes)+len(is.Nodes) == 0 {
		return "", fmt.Errorf("there is no workflow %q, neither before nor after", workflow)
	}
	return picture.Compare(was, is).In(form), nil
}

// bounds are the most unasked texts of one person, for a program that can be used.
func bounds(p *fsm.Program) []plan.Bound {
	day, week := proof.Most(p)
	var list []plan.Bound
	for _, b := range []struct {
		span string
		most proof.Worst
	}{{"24h", day}, {"7d", week}} {
		most := strconv.Itoa(b.most.After) + " unasked texts"
		if b.most.Free {
			most = "any number of texts"
		}
		list = append(list, plan.Bound{Span: b.span, Most: most})
	}
	return list
}
