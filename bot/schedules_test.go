package bot_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/faultstore"
	"github.com/parley-sms/parley/store/memstore"
)

// news is a broadcast at ten in New York, which is three in the afternoon in UTC.
func news() fsm.Workflow {
	return fsm.Workflow{Name: "news", Class: fsm.Promo, Enter: fsm.Enter{Once: "2000-01-01 10:00"}, Steps: []fsm.Step{note()}}
}

func (r *rig) schedule(workflow string) bot.Schedule {
	r.t.Helper()
	all, err := bot.Schedules(r.t.Context(), r.store)
	if err != nil || all[workflow] == nil {
		r.t.Fatalf("no schedule of %s is kept: %v", workflow, err)
	}
	return *all[workflow]
}

// slow is news that waits before it texts: who entered is seen without the texts.
func slow() fsm.Workflow {
	w := news()
	w.Steps = []fsm.Step{{Name: "pause", Kind: fsm.WaitStep, Wait: fsm.Wait{For: 240 * time.Hour}}, note()}
	return w
}

// enteredOnce fails unless each phone has begun one run, and nobody else has.
func (r *rig) enteredOnce(phones []fsm.Phone) {
	r.t.Helper()
	wrong := 0
	for _, p := range phones {
		if r.record(p).RunSeq != 1 {
			wrong++
		}
	}
	standing, err := r.store.Standing(r.t.Context())
	if wrong > 0 || standing[fsm.Stand{Workflow: "news", Step: "pause", Phase: fsm.Scheduled}] != int64(len(phones)) || err != nil {
		r.t.Errorf("%d of %d did not enter exactly once; in all %v, %v", wrong, len(phones), standing, err)
	}
}

// Ensure a broadcast to thousands that is killed on its way goes on there, and reaches each person
// exactly once and nobody else.
func TestBroadcastKilled(t *testing.T) {
	people := map[uint64]int{5: 4000}
	for writes := range uint64(8) { // before it is noted, within and after a page, near the end
		n := max(people[writes], 1110)
		synctest.Test(t, func(t *testing.T) {
			s := memstore.New()
			before := newRig(t, s, workflow(slow()))
			everybody := before.crowd(n)
			before.all(everybody[:10], func(p fsm.Phone) fsm.Event { return fsm.Inbound{ID: "SM" + string(p), Sender: ours, Body: "STOP"} })
			before.run()
			time.Sleep(time.Second)
			before.stop()

			until(t, "2000-01-01 14:59:50")
			killed := newRig(t, dying(s, writes+1), workflow(slow())).run()
			time.Sleep(20 * time.Second)
			killed.stop()

			r := newRig(t, s, workflow(slow())).run()
			defer r.stop()
			time.Sleep(time.Minute)
			r.enteredOnce(everybody[10:])
			if one := r.schedule("news"); one.Under != nil || one.Last == nil || one.Last.Looked != int64(n) || one.Last.Missed != "" {
				t.Errorf("killed at write %d: kept is %+v, %+v", writes+1, one, one.Last)
			}
		})
	}
}

// Ensure a broadcast that is killed before its texts went sends each of them once.
func TestBroadcastTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New()
		before := newRig(t, s, workflow(news()))
		phones := before.crowd(150)
		before.run()
		time.Sleep(time.Second)
		before.stop()
		until(t, "2000-01-01 14:59:50")
		killed := silent(newRig(t, dying(s, 4), workflow(news()))).run()
		time.Sleep(20 * time.Second)
		killed.stop()
		r := newRig(t, s, workflow(news())).run()
		defer r.stop()
		time.Sleep(10 * time.Minute)
		r.once("news.note", phones)
	})
}

// Ensure a schedule comes at its time by the shop's clock, also over the night in which the clocks
// change, and enrols those of its segment.
func TestScheduleOverClockChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daily := fsm.Workflow{Name: "daily", Class: fsm.Promo, Enter: fsm.Enter{Every: &fsm.Every{Days: allDay()}, Clock: fsm.ClockAt(10 * 60), Segment: "vip"}, Steps: []fsm.Step{note()}}
		vip := func(_ *bot.Options, d *fsm.Definition) {
			d.Attributes = map[string]fsm.Field{"vip": {Type: fsm.BoolType}}
			d.Segments = map[string]string{"vip": "vip"}
		}
		until(t, "2000-04-01 12:00:00")
		r := newRig(t, nil, workflow(daily), vip)
		r.subscribe(anna, ben)
		r.apply(anna, fsm.Attributes{Set: map[string]any{"vip": true}})
		r.run()
		defer r.stop()
		until(t, "2000-04-03 20:00:00")
		var at []string
		for _, s := range r.carrier.sent {
			if s.Phone != anna {
				t.Errorf("%s was texted", s.Phone)
			}
			at = append(at, s.at.UTC().Format("2 15:04"))
		}
		if got := strings.Join(at, ", "); got != "1 15:00, 2 14:00, 3 14:00" {
			t.Errorf("it came at %s", got)
		}
	})
}

// Ensure a server that was down over an occurrence runs it while it is young, and else books that it
// was missed and alarms.
func TestScheduleMissed(t *testing.T) {
	for _, c := range []struct {
		down   time.Duration
		missed bool
	}{{3 * time.Hour, false}, {23 * time.Hour, false}, {25 * time.Hour, true}} {
		synctest.Test(t, func(t *testing.T) {
			s := memstore.New()
			before := newRig(t, s, workflow(news())).run()
			before.subscribe(anna)
			time.Sleep(time.Second)
			before.stop()
			until(t, "2000-01-01 15:00:00")
			time.Sleep(c.down)
			r := newRig(t, s, workflow(news())).run()
			defer r.stop()
			time.Sleep(time.Minute)
			if got := r.carrier.count(); (got == 0) != c.missed {
				t.Errorf("down for %v: %d texts", c.down, got)
			}
			if one := r.schedule("news"); (one.Last.Missed != "") != c.missed || (r.engine.Alarms() > 0) != c.missed {
				t.Errorf("down for %v: kept %+v, %d alarms", c.down, one.Last, r.engine.Alarms())
			}
		})
	}
}

// Ensure a broadcast that a program brings along after its time is not sent.
func TestBroadcastOfThePast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2000-01-01 15:01:00")
		r := newRig(t, nil, workflow(news())).run()
		defer r.stop()
		r.subscribe(anna)
		time.Sleep(time.Hour)
		r.wantTexts()
	})
}

// Ensure a broadcast of a paused workflow waits, and goes when the workflow goes on.
func TestBroadcastPaused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, workflow(news())).run()
		defer r.stop()
		r.subscribe(anna)
		if err := r.engine.Pause(t.Context(), "news", fsm.PauseEntries); err != nil {
			t.Fatal(err)
		}
		until(t, "2000-01-01 18:00:00")
		r.wantTexts()
		if err := r.engine.Pause(t.Context(), "news", ""); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		r.wantTexts("123 news.note")
	})
}

// Ensure a store that fails now and then loses nobody and enrols nobody twice.
func TestBroadcastFaults(t *testing.T) {
	for seed := range uint64(3) {
		synctest.Test(t, func(t *testing.T) {
			s := memstore.New()
			whole := newRig(t, s, workflow(slow()))
			phones := whole.crowd(1100)
			whole.run()
			time.Sleep(time.Second)
			whole.stop()
			until(t, "2000-01-01 14:59:50")
			odds := faultstore.Odds{CrashBefore: 0.2, CrashAfter: 0.2, Full: 0.1}
			failing := newRig(t, faultstore.New(s, faultstore.Seeded(seed, odds), 0), workflow(slow())).run()
			defer failing.stop()
			time.Sleep(2 * time.Minute)
			failing.enteredOnce(phones)
		})
	}
}

// Ensure what is kept of a schedule goes with its workflow, so that one that comes back does not reach
// back.
func TestScheduleForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New()
		with := newRig(t, s, workflow(news())).run()
		time.Sleep(time.Second)
		with.stop()
		without := newRig(t, s).run()
		time.Sleep(time.Second)
		without.stop()
		if all, err := bot.Schedules(t.Context(), s); len(all) != 0 || err != nil {
			t.Errorf("kept are %v, %v", all, err)
		}
	})
}
