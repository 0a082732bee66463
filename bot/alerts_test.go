package bot_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// alertCrowd names some people.
func alertCrowd(n int) []fsm.Phone {
	people := make([]fsm.Phone, n)
	for i := range people {
		people[i] = fsm.Phone(fmt.Sprintf("+121255502%02d", i))
	}
	return people
}

// Ensure that an anomaly is told of once for as long as it lasts, and again when it comes back.
func TestAlertOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil).run()
		defer r.stop()
		people := alertCrowd(25)
		round := func(n int) {
			time.Sleep(time.Hour)
			for _, phone := range people {
				r.event(phone, "shipped")
			}
			time.Sleep(time.Hour)
			r.event(people[0], "shipped")
			time.Sleep(10 * time.Minute)
			if got := r.engine.Alarms(); got != int64(n) {
				t.Errorf("%d alarms, want %d: %v", got, n, r.engine.Alerts())
			}
		}
		r.event(people[0], "shipped")
		time.Sleep(10 * time.Minute)
		round(1)
		if list := r.engine.Alerts(); len(list) != 1 || list[0].Rule != "reports" {
			t.Fatalf("alerts: %+v, want one about reports", list)
		}
		r.apply(people[0], fsm.Status{Seq: 1, Status: "delivered"})
		time.Sleep(10 * time.Minute)
		if list := r.engine.Alerts(); len(list) != 0 {
			t.Errorf("a report came, and there is still %+v", list)
		}
		round(2)
	})
}

// Ensure that somebody is told when answers of the staff are late, until they are there.
func TestAlertAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, func(_ *bot.Options, def *fsm.Definition) {
			def.Support = fsm.Support{FirstResponse: time.Hour, ReassignAfter: 2 * time.Hour}
			def.Hours = []fsm.Window{{Days: [7]bool{true, true, true, true, true, true, true}, To: 24 * 60}}
		}).run()
		defer r.stop()
		ann := alertCrowd(1)[0]
		r.subscribe(ann)
		r.apply(ann, fsm.Take{Agent: "kim"})
		r.apply(ann, fsm.Inbound{ID: "IN1", Sender: "+12125550111", Body: "hello?"})
		time.Sleep(50 * time.Minute)
		if list := r.engine.Alerts(); len(list) != 0 {
			t.Fatalf("too early: %+v", list)
		}
		time.Sleep(20 * time.Minute)
		if list := r.engine.Alerts(); len(list) != 1 || list[0].Rule != "answers" {
			t.Fatalf("alerts: %+v, want one about answers", list)
		}
		r.apply(ann, fsm.AgentText{Agent: "kim", Body: "Here I am."})
		time.Sleep(10 * time.Minute)
		if list := r.engine.Alerts(); len(list) != 0 {
			t.Errorf("it was answered, and there is still %+v", list)
		}
	})
}

// Ensure that a workflow beyond its ceiling of opt-outs is paused once, and stays resumed by whoever resumes it.
func TestAlertPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, func(_ *bot.Options, def *fsm.Definition) {
			def.Workflows[0].Targets = map[string]float64{"optouts_max": .03}
		}).run()
		defer r.stop()
		people := alertCrowd(8)
		r.subscribe(people...)
		for i, phone := range people {
			r.event(phone, "sale")
			time.Sleep(time.Minute)
			if i > 2 {
				r.apply(phone, fsm.OptOut{ID: fmt.Sprint("out", i), Source: "api"})
			}
		}
		time.Sleep(10 * time.Minute)
		if got := r.engine.Paused()["sale"]; got != fsm.PauseHarm || r.engine.Alarms() != 1 {
			t.Fatalf("paused by %q, alerts %v, %d alarms", got, r.engine.Alerts(), r.engine.Alarms())
		}
		if err := r.engine.Pause(t.Context(), "sale", ""); err != nil {
			t.Fatal(err)
		}
		r.event(people[0], "sale")
		time.Sleep(time.Hour)
		if got := r.engine.Paused()["sale"]; got != "" {
			t.Errorf("resumed, it is paused again by %q", got)
		}
	})
}
