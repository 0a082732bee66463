package bot_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
)

// Ensure that a text which an event makes want to go has the event's trace, though it is released by another hand,
// and one that a timer brings has another.
func TestTrails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil).run()
		defer r.stop()
		r.subscribe(anna)
		id := trace.Parse("4bf92f3577b34da6a3ce929d0e0e4736")
		happen := func(name string) {
			t.Helper()
			e := fsm.Fact{Happened: fsm.Happened{ID: name, Type: name, At: fsm.At(r.engine.Now())}}
			if _, err := r.engine.Apply(trace.With(context.Background(), id), anna, e); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		happen("shipped")
		time.Sleep(10 * time.Minute)
		happen("drip")
		time.Sleep(2 * time.Hour)
		r.wantTexts("123 ship.note", "123 drip.tip")
		if got := trace.ID(r.carrier.sent[0].Trace).String(); got != id.String() {
			t.Errorf("the event's text has the trace %s", got)
		}
		if got := trace.ID(r.carrier.sent[1].Trace); len(got) != 16 || got.String() == id.String() {
			t.Errorf("the timer's text has the trace %s", got)
		}
		rows, err := r.store.Messages(t.Context(), anna, 0, 10)
		if err != nil || len(rows) != 2 || trace.ID(rows[1].Trace).String() != id.String() {
			t.Errorf("rows %+v, %v", rows, err)
		}
	})
}
