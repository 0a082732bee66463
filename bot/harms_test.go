package bot_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Ensure that a workflow is paused, with an alarm, when an arm of its experiment drives more people away than
// its target allows; that it stays so after a restart; and that whoever resumes it is not contradicted.
func TestHarmfulExperimentStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		split := func(_ *bot.Options, def *fsm.Definition) {
			w := &def.Workflows[0]
			w.Targets = map[string]float64{"optouts_max": 0.03}
			w.Steps = append([]fsm.Step{{Name: "test", Kind: fsm.SplitStep, Arms: []fsm.Arm{{Name: "loud", Weight: 1}}}}, w.Steps...)
			w.Steps[1].If = "arm.test == 'loud'"
		}
		people := make([]fsm.Phone, 9)
		for i := range people {
			people[i] = fsm.Phone(fmt.Sprintf("+1212555013%d", i))
		}
		r := newRig(t, nil, split).run()
		r.subscribe(people...)
		for i, phone := range people[:8] {
			r.event(phone, "sale")
			time.Sleep(time.Second)
			if paused := r.engine.Paused()["sale"]; i < 4 && paused != "" {
				t.Fatalf("paused by %q before anybody opted out", paused)
			}
			if i >= 4 {
				r.apply(phone, fsm.OptOut{ID: fmt.Sprint("out", i), Source: "api"})
			}
		}
		time.Sleep(2 * time.Minute)
		if got := r.engine.Paused()["sale"]; got != fsm.PauseHarm || r.engine.Alarms() != 1 {
			t.Errorf("paused by %q, %d alarms; want %q and one", got, r.engine.Alarms(), fsm.PauseHarm)
		}
		r.stop()

		again := newRig(t, r.store, split).run()
		defer again.stop()
		time.Sleep(2 * time.Minute)
		if got := again.engine.Paused()["sale"]; got != fsm.PauseHarm || again.engine.Alarms() != 0 {
			t.Errorf("after a restart paused by %q, %d alarms", got, again.engine.Alarms())
		}
		if err := again.engine.Pause(t.Context(), "sale", ""); err != nil {
			t.Fatal(err)
		}
		again.apply(people[0], fsm.OptOut{ID: "out0", Source: "api"})
		time.Sleep(2 * time.Minute)
		if got := again.engine.Paused()["sale"]; got != "" {
			t.Errorf("resumed, it is paused again by %q", got)
		}
	})
}
