package deploy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// sendersPrefix begins the keys under which the senders are kept that a program was fitted with: whoever
// reads an old revision later must not depend on the settings of today.
const sendersPrefix = "senders/"

// ErrNoProgram says that a revision is not known here, or cannot be read any more.
var ErrNoProgram = errors.New("its program cannot be read")

// Program gives the program of a revision, by its hash, as it decided here; without one, the live one.
func (d *Deployer) Program(ctx context.Context, hash string) (*fsm.Program, error) {
	if d.Engine != nil {
		if live := d.Engine.Program(); hash == "" || live.Revision == hash {
			return live, nil
		}
	}
	list, err := Revisions(ctx, d.Store)
	if err != nil {
		return nil, err
	}
	r := latest(list)
	if hash != "" {
		if r, err = find(list, hash); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoProgram, err)
		}
	}
	_, folder, err := files(ctx, d.Store, r.Hash)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoProgram, err)
	}
	def, err := definition(folder, r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoProgram, err)
	}
	if err := d.fitAsBefore(ctx, &def, r.Hash); err != nil {
		return nil, err
	}
	p, err := fsm.Compile(def, r.Hash)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoProgram, err)
	}
	return p, nil
}

// fitAsBefore gives a program the senders that it had when it was last live.
func (d *Deployer) fitAsBefore(ctx context.Context, def *fsm.Definition, hash string) error {
	value, err := d.Store.Get(ctx, sendersPrefix+hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the senders of revision %s: %w", hash, err)
	}
	var kept []sender
	if err := json.Unmarshal(value, &kept); err != nil {
		return fmt.Errorf("read the senders of revision %s: %w", hash, err)
	}
	def.Senders = nil
	for _, s := range kept {
		def.Senders = append(def.Senders, fsm.Sender(s))
	}
	return nil
}

// sender is how a sender is kept.
type sender struct {
	Address   string         `json:"address"`
	Kind      fsm.SenderKind `json:"kind,omitempty"`
	Pace      float64        `json:"pace,omitempty"`
	StopReply string         `json:"stop_reply,omitempty"`
}

// keepSenders remembers the senders of a program that goes live.
func (d *Deployer) keepSenders(ctx context.Context, p *fsm.Program) error {
	kept := make([]sender, len(p.Senders))
	for i, s := range p.Senders {
		kept[i] = sender(s)
	}
	value, err := json.Marshal(kept)
	if err == nil {
		err = d.Store.Put(ctx, sendersPrefix+p.Revision, value)
	}
	if err != nil {
		return fmt.Errorf("keep the senders of revision %s: %w", p.Revision, err)
	}
	return nil
}

// Named names a revision for people: "revision 3 (0f12…)", or its hash alone where it is not known.
func (d *Deployer) Named(ctx context.Context, hash string) string {
	list, err := Revisions(ctx, d.Store)
	if err == nil {
		if r, err := find(list, hash); err == nil {
			return fmt.Sprintf("revision %d (%s)", r.Number, r.Hash)
		}
	}
	return "revision " + hash
}

// Packed gives the files of a revision, by its number or hash, as Pack packs them.
func (d *Deployer) Packed(ctx context.Context, name string) ([]byte, error) {
	list, err := Revisions(ctx, d.Store)
	if err != nil {
		return nil, err
	}
	r, err := find(list, name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoProgram, err)
	}
	packed, _, err := files(ctx, d.Store, r.Hash)
	return packed, err
}
