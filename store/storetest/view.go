package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

var errLooked = errors.New("only looked")

// look runs a function on a view and stores nothing.
func look(t *testing.T, s store.Store, phone fsm.Phone, at func(v store.View)) {
	t.Helper()
	_, err := s.Update(context.Background(), phone, func(v store.View) (fsm.Decision, error) {
		at(v)
		return fsm.Decision{}, errLooked
	})
	if err != errLooked {
		t.Fatal(err)
	}
}

// Ensure that a decision can read any message of its subscriber and can overwrite it.
func tryViewMessage(t *testing.T, s store.Store) {
	must(t, s, bob, func(d *fsm.Decision) { text(d, 1, "SMbob", false) })
	must(t, s, ann, func(d *fsm.Decision) { text(d, 1, "SM1", false); text(d, 2, "", true) })
	_, err := s.Update(context.Background(), ann, func(v store.View) (fsm.Decision, error) {
		m, err := v.Message(2)
		if err != nil {
			return fsm.Decision{}, err
		}
		d, err := change(touch)(v)
		m.SID, m.Status = "SM2", "sent"
		d.Messages = []fsm.Message{m}
		return d, err
	})
	if err != nil {
		t.Fatal(err)
	}
	look(t, s, ann, func(v store.View) {
		if m, err := v.Message(2); m.SID != "SM2" || m.Status != "sent" || err != nil {
			t.Errorf("message 2 = %+v, %v, want it overwritten", m, err)
		}
		if m, err := v.Message(1); m.SID != "SM1" || err != nil {
			t.Errorf("message 1 = %+v, %v, want it as it was", m, err)
		}
		for _, seq := range []uint64{0, 3, 1 << 63} {
			if _, err := v.Message(seq); !isNotFound(err) {
				t.Errorf("message %d: %v, want ErrNotFound", seq, err)
			}
		}
	})
	look(t, s, eve, func(v store.View) {
		if _, err := v.Message(1); !isNotFound(err) {
			t.Errorf("message 1 of a phone never seen: %v, want ErrNotFound", err)
		}
	})
}

// Ensure that Known finds inbound texts of its subscriber by the whole id, and nothing else.
func tryKnown(t *testing.T, s store.Store) {
	must(t, s, bob, func(d *fsm.Decision) { text(d, 1, "SMbob", false) })
	for i := range uint64(5) {
		must(t, s, ann, func(d *fsm.Decision) {
			for n := range uint64(20) {
				text(d, 1+i*20+n, fmt.Sprintf("SM%d.", i*20+n), n%2 == 1)
			}
			d.Messages[0].Body = "SMbody"
		})
	}
	look(t, s, ann, func(v store.View) {
		for sid, want := range map[string]bool{
			"SM0.": true, "SM98.": true, "SM99.": false, "SM1.": false, "SM9": false, "SM": false, "SMbody": false, "SMbob": false, "": false,
		} {
			if known, err := v.Known(sid); known != want || err != nil {
				t.Errorf("Known(%q) = %v, %v, want %v", sid, known, err, want)
			}
		}
	})
	look(t, s, eve, func(v store.View) {
		if known, err := v.Known("SMbob"); known || err != nil {
			t.Errorf("Known of a phone never seen = %v, %v", known, err)
		}
	})
}
