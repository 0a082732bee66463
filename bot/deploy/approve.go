package deploy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/store"
)

// MaxProposals bounds the changes that wait for approval.
const MaxProposals = 20

// The errors of proposals that callers tell apart.
var (
	ErrOwn        = errors.New("who proposed a change cannot approve it: it takes a second person")
	ErrNoProposal = errors.New("no such proposal waits: it was made, declined, or never there")
	ErrProposals  = fmt.Errorf("%d changes wait for approval already; decide about one first", MaxProposals)
)

// Proposed is a change that waits for a second person.
type Proposed struct {
	Hash    string    `json:"hash"` // of the plan that was seen
	By      string    `json:"by"`
	Message string    `json:"message,omitempty"`
	At      time.Time `json:"at"` // UTC
	Order   Order     `json:"order"`
}

const proposalPrefix = "proposal/"

// Propose keeps a change for a second person, if the order's hash is that of the present plan.
func (d *Deployer) Propose(ctx context.Context, o Order) (Outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.look(ctx, o)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Proposal: c.Proposal}
	if out.Refused = refusal(c, o); out.Refused != "" {
		return out, nil
	}
	return d.propose(ctx, out, o)
}

func (d *Deployer) propose(ctx context.Context, out Outcome, o Order) (Outcome, error) {
	waiting, err := Proposals(ctx, d.Store)
	if err != nil {
		return out, err
	}
	same := slices.IndexFunc(waiting, func(p Proposed) bool { return p.Hash == o.Hash })
	if same < 0 && len(waiting) >= MaxProposals {
		out.Refused = ErrProposals.Error()
		return out, nil
	}
	out.Proposed = true
	out.Refused = fmt.Sprintf("nothing was changed yet: the plan %s waits for a second person, who approves it in the console under Programs", o.Hash)
	if same >= 0 { // whoever was first has proposed it
		return out, nil
	}
	value, err := json.Marshal(Proposed{Hash: o.Hash, By: strings.TrimSpace(o.Author), Message: strings.TrimSpace(o.Message), At: d.Now().UTC(), Order: o})
	if err == nil {
		err = d.Store.Put(ctx, proposalPrefix+o.Hash, value)
	}
	if err != nil {
		return out, fmt.Errorf("keep the proposal: %w", err)
	}
	return out, nil
}

// Proposals lists the changes that wait, the oldest first.
func Proposals(ctx context.Context, s store.Store) ([]Proposed, error) {
	values, err := s.List(ctx, proposalPrefix)
	if err != nil {
		return nil, fmt.Errorf("list the proposals: %w", err)
	}
	var list []Proposed
	for key, value := range values {
		var p Proposed
		if err := json.Unmarshal(value, &p); err != nil {
			return nil, fmt.Errorf("read %s: %w", key, err)
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Proposed) int { return a.At.Compare(b.At) })
	return list, nil
}

// Proposal finds a change that waits, by its plan's hash, or fails with ErrNoProposal.
func (d *Deployer) Proposal(ctx context.Context, hash string) (p Proposed, err error) {
	value, err := d.Store.Get(ctx, proposalPrefix+hash)
	if errors.Is(err, store.ErrNotFound) {
		return p, ErrNoProposal
	}
	if err == nil {
		err = json.Unmarshal(value, &p)
	}
	if err != nil {
		return p, fmt.Errorf("read the proposal %.12s: %w", hash, err)
	}
	return p, nil
}

// Approve makes a proposed change, if its plan still is the one that both people saw, and by is not who proposed it.
func (d *Deployer) Approve(ctx context.Context, hash, by string) (Outcome, error) {
	p, err := d.Proposal(ctx, hash)
	if err != nil {
		return Outcome{}, err
	}
	if strings.EqualFold(p.By, by) {
		return Outcome{}, ErrOwn
	}
	o := p.Order
	o.Hash, o.Author, o.Message, o.Approver = p.Hash, p.By, p.Message, by
	return d.Deploy(ctx, o)
}

// Decline forgets a proposed change.
func (d *Deployer) Decline(ctx context.Context, hash string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := d.Proposal(ctx, hash); err != nil {
		return err
	}
	return d.forget(ctx, hash)
}

func (d *Deployer) forget(ctx context.Context, hash string) error {
	if hash == "" {
		return nil
	}
	if err := d.Store.Put(ctx, proposalPrefix+hash, nil); err != nil {
		return fmt.Errorf("forget the proposal %.12s: %w", hash, err)
	}
	return nil
}
