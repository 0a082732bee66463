package bot

import (
	"errors"
	"fmt"
	"io"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// errKnown says that an event tells nothing new: an inbound text was stored before, or the bots that open a link
// have been counted often enough.
var errKnown = errors.New("known already")

// complete brings an event what it needs from the store, inside the transaction: the row of the
// message it is about, and whether an inbound text is new.
func (e *Engine) complete(v store.View, ev fsm.Event) (fsm.Event, fsm.Inputs, error) {
	in := e.inputs()
	rec := v.Record()
	if err := e.remember(v, &rec, &in); err != nil {
		return ev, in, err
	}
	if len(rec.Regions) == 0 { // a new record, or one from before places were kept
		in.Zones, in.Regions = Where(rec.Phone)
	}
	var err error
	if in.Orders, err = ordersFor(v, e.Program(), ev); err != nil {
		return ev, in, err
	}
	switch x := ev.(type) {
	case fsm.Inbound:
		err = known(v, &rec, x.ID)
	case fsm.Settled:
		if x.Message, err = v.Message(x.Seq); rec.Version == 0 && errors.Is(err, store.ErrNotFound) {
			err = errKnown // the person was erased while the text was on the wire
		}
		ev = x
	case fsm.Clicked:
		if x.Message, err = v.Message(x.Seq); x.By != fsm.ByPerson && x.Message.Opened.Of(x.By) >= fsm.MaxOpenings {
			err = errKnown
		}
		ev = x
	case fsm.Status:
		x.Message, err = v.Message(x.Seq)
		ev = x
	case fsm.Fact:
		if in.Coupon, err = coupon(v, x); err == nil {
			in.Bound, err = bound(v, rec.Phone, x.Customer)
		}
	case fsm.AgentText:
		if x.Offer != "" {
			err = freeCodes(v, e.Program(), &in)
		}
	case fsm.Attributes:
		in.Bound, err = bound(v, rec.Phone, x.Customer)
	case fsm.OptIn:
		in.Bound, err = bound(v, rec.Phone, x.Customer)
	case fsm.OptOut:
		in.Bound, err = bound(v, rec.Phone, x.Customer)
	case fsm.Imported:
		in.Bound, err = bound(v, rec.Phone, x.Known.Customer)
	case fsm.Carried:
		in.Codes, err = codesIn(v, x.Body)
	}
	return ev, in, err
}

// remember brings the random bytes that a decision may seal its ledger entries with, and for a new record
// what was kept of an erased person.
func (e *Engine) remember(v store.View, rec *fsm.Record, in *fsm.Inputs) error {
	in.Salt = make([]byte, 16)
	if err := e.draw(in.Salt); err != nil {
		return err
	}
	if rec.Version > 0 {
		return nil
	}
	kept, err := v.Erased(fsm.Pseudonym(e.secret, rec.Phone))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	in.Erased = &kept
	return err
}

// draw fills with random bytes.
func (e *Engine) draw(b []byte) error {
	e.drawing.Lock()
	defer e.drawing.Unlock()
	if _, err := io.ReadFull(e.Random, b); err != nil {
		return fmt.Errorf("draw random bytes: %w", err)
	}
	return nil
}

// inputs are what every decision depends on beside the record.
func (e *Engine) inputs() fsm.Inputs {
	return fsm.Inputs{Secret: e.secret, HoldAll: e.Holding(), Paused: e.Paused(), LinkBase: e.shortLinks(), Build: e.Build, Bounds: &e.live.Load().bounds, Hours: e.activeHours()}
}

// known asks further back than the record remembers.
func known(v store.View, rec *fsm.Record, sid string) error {
	saw, all := rec.Saw(sid)
	if saw {
		return errKnown
	}
	if all {
		return nil
	}
	old, err := v.Known(sid)
	if err == nil && old {
		return errKnown
	}
	return err
}
