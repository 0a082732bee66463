package explain

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Proof tells whether a person's journal says everything.
type Proof struct {
	Phone      fsm.Phone `json:"phone"`
	Changes    uint64    `json:"changes"`
	Folds      bool      `json:"folds"`       // all changes, folded, give the stored record to the byte
	Same       uint64    `json:"same"`        // decisions that come out the same when they are made again
	OtherBuild uint64    `json:"other_build"` // that were recorded by another build, which decided otherwise
	NotKept    uint64    `json:"not_kept"`    // of which the journal does not hold enough
	Differs    []uint64  `json:"differs"`     // the changes, at most 20, that this build made and makes otherwise now
}

// Holds tells whether nothing is wrong.
func (p *Proof) Holds() bool { return p.Folds && len(p.Differs) == 0 }

const maxDiffers = 20

// Prove folds a person's journal and decides all of it again.
func (e *Explainer) Prove(ctx context.Context, phone fsm.Phone) (Proof, error) {
	proof := Proof{Phone: phone, Differs: []uint64{}}
	stored, err := e.Store.Record(ctx, phone)
	if errors.Is(err, store.ErrNotFound) {
		return proof, fmt.Errorf("%.40q was %w; a number is written in full, such as +12125550123", phone, ErrUnknown)
	}
	if err != nil {
		return proof, fmt.Errorf("read the record: %w", err)
	}
	secret, err := bot.Secret(ctx, e.Store)
	if err != nil {
		return proof, err
	}
	j := e.newJudge(newRows(e.Store, phone), secret)
	var fold codec.Fold
	err = e.Store.Replay(ctx, phone, 0, stored.Version, func(entry fsm.Entry) error { return proof.add(ctx, j, &fold, entry) })
	if err != nil {
		return proof, fmt.Errorf("prove the journal of %s: %w", phone.Redacted(), err)
	}
	want, err := codec.Encode(&stored)
	if err != nil {
		return proof, err
	}
	got, err := fold.Record()
	proof.Folds = bytes.Equal(want, got)
	return proof, err
}

// Proofs is a page of proofs.
type Proofs struct {
	Proofs []Proof   `json:"proofs"`
	People int64     `json:"people"` // in all
	Next   fsm.Phone `json:"next"`   // after whom the next page begins; empty: this was the last
}

// proved is how many people's journals are proved at once.
const proved = 50

// ProveSome proves the journals of the people after one, in order of their phones.
func (e *Explainer) ProveSome(ctx context.Context, after fsm.Phone) (Proofs, error) {
	page := Proofs{Proofs: []Proof{}}
	stats, err := e.Store.Stats(ctx)
	if err != nil {
		return page, fmt.Errorf("count the people: %w", err)
	}
	page.People = stats.Subscribers
	people, err := e.Store.Subscribers(ctx, after, proved)
	if err != nil {
		return page, fmt.Errorf("list the people: %w", err)
	}
	for _, rec := range people {
		proof, err := e.Prove(ctx, rec.Phone)
		if errors.Is(err, ErrUnknown) || errors.Is(err, store.ErrNotFound) {
			continue // somebody was forgotten meanwhile
		}
		if err != nil {
			return page, err
		}
		page.Proofs = append(page.Proofs, proof)
	}
	if len(people) == proved {
		page.Next = people[proved-1].Phone
	}
	return page, nil
}

// add folds one more entry, and decides it again.
func (p *Proof) add(ctx context.Context, j *judge, fold *codec.Fold, e fsm.Entry) error {
	before, err := unfold(fold)
	if err != nil {
		return err
	}
	if err := fold.Add(e.Changes); err != nil {
		return err
	}
	after, err := fold.Record()
	if err != nil {
		return err
	}
	p.Changes++
	again, err := j.again(ctx, e, before, after)
	if err != nil {
		return err
	}
	switch again.Outcome {
	case Same:
		p.Same++
	case OtherBuild:
		p.OtherBuild++
	case NotKept:
		p.NotKept++
	default:
		if len(p.Differs) < maxDiffers {
			p.Differs = append(p.Differs, e.Version)
		}
	}
	return nil
}
