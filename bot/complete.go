package bot

import (
	"errors"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// errKnown says that an inbound text was stored before.
var errKnown = errors.New("known already")

// complete brings an event what it needs from the store, inside the transaction: the row of the
// message it is about, and whether an inbound text is new.
func (e *Engine) complete(v store.View, ev fsm.Event) (fsm.Event, fsm.Inputs, error) {
	in := e.inputs()
	rec := v.Record()
	if rec.State == "" {
		in.Zones = Zones(rec.Phone)
	}
	var err error
	switch x := ev.(type) {
	case fsm.Inbound:
		err = known(v, &rec, x.ID)
	case fsm.Settled:
		x.Message, err = v.Message(x.Seq)
		ev = x
	case fsm.Clicked:
		x.Message, err = v.Message(x.Seq)
		ev = x
	case fsm.Status:
		x.Message, err = v.Message(x.Seq)
		ev = x
	}
	return ev, in, err
}

// inputs are what every decision depends on beside the record.
func (e *Engine) inputs() fsm.Inputs {
	return fsm.Inputs{Secret: e.secret, HoldAll: e.Holding(), Paused: e.Paused(), LinkBase: e.shortLinks(), Build: e.Build, Bounds: &e.live.Load().bounds}
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
