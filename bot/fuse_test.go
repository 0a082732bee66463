package bot_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Ensure that a workflow whose fuse blows for one person is paused for everybody, at once and after a
// restart, with an alarm; that the rest goes on; and that it goes on when it is resumed.
func TestFuseStopsTheWorkflow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		low := func(o *bot.Options, _ *fsm.Definition) {
			o.Bounds = func(*fsm.Program) fsm.Bounds { return fsm.Bounds{Workflows: map[string]int{"sale": 1}, All: 9} }
		}
		r := newRig(t, nil, low).run()
		r.subscribe(anna, ben)
		for _, phone := range []fsm.Phone{anna, anna, ben} {
			r.event(phone, "sale")
			time.Sleep(time.Second)
		}
		r.event(ben, "shipped")
		time.Sleep(time.Second)
		r.wantTexts("123 sale.offer", "124 ship.note")
		if got := r.engine.Paused()["sale"]; got != fsm.PauseFuse || r.engine.Alarms() != 1 {
			t.Errorf("paused by %q, %d alarms; want %q and one", got, r.engine.Alarms(), fsm.PauseFuse)
		}
		r.stop()

		again := newRig(t, r.store, low).run()
		defer again.stop()
		again.event(ben, "sale")
		time.Sleep(time.Minute)
		again.wantTexts()
		if err := again.engine.Pause(t.Context(), "sale", ""); err != nil {
			t.Fatal(err)
		}
		for _, phone := range []fsm.Phone{anna, ben} {
			again.apply(phone, fsm.Refit{})
		}
		time.Sleep(time.Minute)
		again.wantTexts("124 sale.offer") // the other one has had his text of the day
	})
}

// Ensure that the engine brings what is proven of its program: one that keeps to it never blows a fuse.
func TestFuseOfAWholeProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, func(_ *bot.Options, def *fsm.Definition) {
			def.Workflows[0].Enter.Limit, def.Workflows[0].Enter.Per = 2, 24*time.Hour
		}).run()
		defer r.stop()
		r.subscribe(anna)
		for range 5 {
			r.event(anna, "sale")
			time.Sleep(time.Second)
		}
		if r.carrier.count() != 2 || r.engine.Alarms() != 0 {
			t.Errorf("%d texts, %d alarms, want the 2 that the limit admits", r.carrier.count(), r.engine.Alarms())
		}
		if f := r.record(anna).Fuses; len(f) != 2 || f[0].Count != 2 {
			t.Errorf("counted %+v", f)
		}
	})
}
