package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// MaxRevocations is how many are listed at most.
const MaxRevocations = 500

// Revocation is a text that may mean that somebody wants no more texts. Marketing is held meanwhile.
type Revocation struct {
	Phone fsm.Phone
	Text  string
	fsm.Hold
	DaysLeft int // business days until it is obeyed, today among them
}

// Revocations lists the texts that somebody has to look at, those first that must be looked at first, at
// most MaxRevocations.
func Revocations(ctx context.Context, s store.Store, p *fsm.Program, now fsm.Moment) ([]Revocation, error) {
	phones, err := s.Held(ctx, MaxRevocations)
	if err != nil {
		return nil, fmt.Errorf("list whose marketing is held: %w", err)
	}
	var list []Revocation
	for _, phone := range phones {
		r, held, err := revocation(ctx, s, phone)
		if err != nil {
			return nil, err
		}
		if held {
			r.DaysLeft = p.BusinessDaysLeft(now, r.Due)
			list = append(list, r)
		}
	}
	return list, nil
}

// revocation tells of one person, if his marketing is still held.
func revocation(ctx context.Context, s store.Store, phone fsm.Phone) (r Revocation, held bool, err error) {
	rec, err := s.Record(ctx, phone)
	if errors.Is(err, store.ErrNotFound) || err == nil && rec.Hold == nil {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("read whose marketing is held: %w", err)
	}
	messages, err := s.Messages(ctx, phone, rec.Hold.Seq+1, 1)
	if err != nil {
		return r, false, fmt.Errorf("read the text for which marketing is held: %w", err)
	}
	r = Revocation{Phone: phone, Hold: *rec.Hold}
	if len(messages) > 0 && messages[0].Seq == r.Seq {
		r.Text = messages[0].Body
	}
	return r, true, nil
}
