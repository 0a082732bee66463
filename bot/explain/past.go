package explain

import (
	"context"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/codec"
)

// errThen ends a replay at the moment that is asked about.
var errThen = errors.New("then")

// past rebuilds the record of a moment, by folding the journal's changes up to then.
func (a *answering) past(ctx context.Context) error {
	var fold codec.Fold
	var last fsm.Entry
	err := a.Store.Replay(ctx, a.q.Phone, 0, 0, func(e fsm.Entry) error {
		if e.At > a.at {
			return errThen
		}
		last = e
		return fold.Add(e.Changes)
	})
	if err != nil && !errors.Is(err, errThen) {
		return fmt.Errorf("fold the journal: %w", err)
	}
	if last.Version == 0 {
		return fmt.Errorf("%s was %w at %s: its first change came later", a.q.Phone, ErrUnknown, a.at)
	}
	if a.rec, err = unfold(&fold); err != nil {
		return err
	}
	a.in, err = codec.DecodeInputs(last.Inputs)
	if err != nil {
		a.in = fsm.Inputs{} // another build's; what it says of pauses is not known
	}
	a.in.Token = nil
	return nil
}

// unfold reads what was folded.
func unfold(fold *codec.Fold) (fsm.Record, error) {
	data, err := fold.Record()
	if err != nil || data == nil {
		return fsm.Record{}, err
	}
	rec, err := codec.Decode[fsm.Record](data)
	if err != nil {
		return rec, fmt.Errorf("read what the journal folds to: %w", err)
	}
	return rec, nil
}
