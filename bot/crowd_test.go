package bot_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/faultstore"
)

// crowd gives the consent of n phones, many a commit.
func (r *rig) crowd(n int) []fsm.Phone {
	r.t.Helper()
	phones := make([]fsm.Phone, n)
	for i := range phones {
		phones[i] = fsm.Phone(fmt.Sprintf("+1212%07d", 5_600_000+i))
	}
	r.all(phones, func(p fsm.Phone) fsm.Event {
		return fsm.OptIn{ID: "import " + string(p), Purpose: fsm.ForMarketing, Source: "import", Import: true}
	})
	return phones
}

// all stores what an event of each of many phones leads to.
func (r *rig) all(phones []fsm.Phone, event func(fsm.Phone) fsm.Event) {
	r.t.Helper()
	_, err := r.store.Enrol(r.t.Context(), slices.Values(phones), func(v store.View) (fsm.Decision, error) {
		return r.engine.Program().Decide(v.Record(), fsm.Inputs{}, event(v.Record().Phone), fsm.At(r.engine.Now()))
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// dying is a store that a process can write to so many times; then it is killed: that write may have
// been done, and no later one is.
func dying(s store.Store, writes uint64) store.Store {
	return faultstore.New(s, func(call uint64) faultstore.Fault {
		switch {
		case call < writes:
			return faultstore.None
		case call == writes:
			return faultstore.CrashAfter
		}
		return faultstore.CrashBefore
	}, 0)
}

// once counts how often each phone was handed a text, and fails unless that is once for each of them
// and never for others.
func (r *rig) once(name string, phones []fsm.Phone) {
	r.t.Helper()
	times := map[fsm.Phone]int{}
	r.carrier.mu.Lock()
	defer r.carrier.mu.Unlock()
	for _, s := range r.carrier.sent {
		if s.Name == name {
			times[s.Phone]++
		}
	}
	wrong := 0
	for _, p := range phones {
		if times[p] != 1 {
			wrong++
		}
	}
	if wrong > 0 || len(times) != len(phones) {
		r.t.Errorf("%s went to %d phones; %d of %d did not get it exactly once", name, len(times), wrong, len(phones))
	}
}

// silent keeps an engine from sending anything but replies, as long as the test takes.
func silent(r *rig) *rig {
	r.carrier.listFail = context.DeadlineExceeded
	return r
}

// allDay is a week of days.
func allDay() [7]bool { return [7]bool{true, true, true, true, true, true, true} }

// workflow adds a workflow of one text to a program.
func workflow(w fsm.Workflow) func(*bot.Options, *fsm.Definition) {
	return func(_ *bot.Options, d *fsm.Definition) { d.Workflows = append(d.Workflows, w) }
}

// note is a step that texts.
func note() fsm.Step {
	return fsm.Step{Name: "note", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Acme: news!"}}}
}

// until sleeps until a moment of the test's clock, which begins with the year 2000 in UTC.
func until(t *testing.T, at string) {
	t.Helper()
	to, err := time.Parse("2006-01-02 15:04:05", at)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Until(to))
}
