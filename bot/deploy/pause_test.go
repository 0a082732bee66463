package deploy_test

import (
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const ben = fsm.Phone("+447700900124")

// Ensure a pause holds from the next decision on, outlasts a restart, and lets go at once when it is
// over: each case pauses after an hour, and resumes after 12 hours. Anna is inside before, Ben comes after 2
// hours.
func TestPauses(t *testing.T) {
	for how, want := range map[fsm.Pause][]string{
		fsm.PauseEntries: {"tip 10h"},
		fsm.PauseSends:   {"tip 12h", "tip 12h"},
		fsm.PauseDrain:   nil,
	} {
		t.Run(string(how), func(t *testing.T) {
			inMemory(t, func(t *testing.T, s store.Store) {
				files := drip(wait("10h") + send("tip"))
				r := newRig(t, s, files)
				r.enter(anna)
				r.after(hour)
				r.pause(how)
				r.stop()
				r.start(files)
				defer func() { r.stop() }()
				if r.engine.Paused()["drip"] != how {
					t.Fatalf("after the restart it is paused so: %q", r.engine.Paused())
				}
				r.after(2 * hour)
				r.enter(ben)
				r.after(12 * hour)
				r.pause("")
				r.after(20 * hour)
				r.want(want...)
			})
		})
	}
}

func (r *rig) pause(how fsm.Pause) {
	r.t.Helper()
	if err := r.deployer.Pause(r.t.Context(), "drip", how); err != nil {
		r.t.Fatal(err)
	}
}

// Ensure a workflow that gets another name stays paused, and that a pause makes another plan.
func TestPauseMovesAlong(t *testing.T) {
	inMemory(t, func(t *testing.T, s store.Store) {
		r := newRig(t, s, drip(send("tip")))
		defer r.stop()
		renamed := drip(send("tip"))
		renamed["program.yaml"].Data = append(renamed["program.yaml"].Data, "moved: { drip: drop }\n"...)
		renamed["workflows/drip.yaml"].Data = []byte(strings.Replace(string(renamed["workflows/drip.yaml"].Data), "workflow: drip", "workflow: drop", 1))
		o := r.pack(renamed)
		before := r.propose(o).Plan.Hash
		r.pause(fsm.PauseEntries)
		if r.propose(o).Plan.Hash == before {
			t.Error("the plan has the same hash as without the pause")
		}
		r.order(o)
		paused, err := bot.Pauses(t.Context(), s)
		if err != nil || paused["drop"] != fsm.PauseEntries {
			t.Errorf("paused: %v, %v", paused, err)
		}
	})
}
