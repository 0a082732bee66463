package deploy_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const hour = time.Hour

// Ensure people inside get what the new program says, by when they came to their step: each case begins
// with one program and has another deployed after 4 hours.
func TestPeopleInside(t *testing.T) {
	for name, c := range map[string]struct {
		was, is fstest.MapFS
		want    []string
	}{
		"a wait that is longer":    {drip(wait("10h") + send("tip")), drip(wait("20h") + send("tip")), []string{"tip 20h"}},
		"a wait that is shorter":   {drip(wait("10h") + send("tip")), drip(wait("6h") + send("tip")), []string{"tip 6h"}},
		"a wait that is over":      {drip(wait("10h") + send("tip")), drip(wait("2h") + send("tip")), []string{"tip 4h"}},
		"a step that vanishes":     {drip(wait("10h") + send("tip")), drip(send("tip")), nil},
		"a step that moved":        {drip(wait("10h") + send("tip")), drip(send("gift")+send("tip"), "moved: { rest: gift }"), []string{"gift 4h", "tip 4h"}},
		"a step added behind":      {drip(send("hi") + wait("10h") + send("tip")), drip(send("hi") + wait("10h") + send("tip") + send("bye")), []string{"hi 0h", "tip 10h", "bye 10h"}},
		"a step added before":      {drip(send("hi") + wait("10h") + send("tip")), drip(send("hi") + send("ho") + wait("10h") + send("tip")), []string{"hi 0h", "tip 10h"}},
		"a step sent stands later": {drip(send("hi") + wait("10h") + send("tip")), drip(wait("10h") + send("tip") + send("hi")), []string{"hi 0h", "tip 10h"}},
		"a text that changes":      {drip(wait("10h") + send("tip")), drip(wait("10h") + "  - { send: tip, text: other words }\n"), []string{"tip 10h"}},
	} {
		t.Run(name, func(t *testing.T) {
			inMemory(t, func(t *testing.T, s store.Store) {
				r := newRig(t, s, c.was)
				defer r.stop()
				r.enter(anna)
				entered := r.record(anna).Runs[0].EnteredAt
				r.after(4 * hour)
				r.deploy(c.is)
				if runs := r.record(anna).Runs; len(runs) > 0 && runs[0].EnteredAt != entered {
					t.Errorf("the run entered at %v now, not at %v", runs[0].EnteredAt, entered)
				}
				r.after(21 * hour)
				r.want(c.want...)
			})
		})
	}
}

// Ensure whoever sleeps through two deploys, which both rename his step, arrives; no server ran then.
func TestSleeper(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		first := drip(wait("10h") + send("tip"))
		r := newRig(t, s, first)
		r.enter(anna)
		r.stop()
		r.after(hour)
		r.deployer = &deploy.Deployer{Store: s, Now: time.Now}
		r.deploy(drip("  - { wait: 8h, name: pause }\n"+send("tip"), "moved: { rest: pause }"))
		r.deploy(drip("  - { wait: 6h, name: nap }\n"+send("tip"), "moved: { pause: nap }"))
		r.after(2 * hour)
		r.start(first) // its folder is as it was: the deployed program is live
		defer r.stop()
		r.after(7 * hour)
		r.want("tip 6h")
	})
}

// Ensure a question that is open is read with the answers that it was asked with.
func TestOpenQuestion(t *testing.T) {
	inMemory(t, func(t *testing.T, s store.Store) {
		ask := func(word string) string {
			return "  - { ask: like, text: 'Reply " + word + "', answers: { yes: [" + word + "] }, timeout: 20h }\n"
		}
		r := newRig(t, s, drip(ask("tea")+send("thanks")))
		defer r.stop()
		r.enter(anna)
		r.after(hour)
		r.deploy(drip(ask("coffee") + send("thanks")))
		in := bot.Received{From: anna, Inbound: fsm.Inbound{ID: "SM1", Sender: "+12125550100", Body: "tea"}}
		if err := r.engine.Receive(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		r.after(2 * hour)
		r.want("like 0h", "thanks 1h")
	})
}

// Ensure a broadcast that is under way goes on with the new words, and nobody gets it twice.
func TestBroadcastUnderWay(t *testing.T) {
	inMemory(t, func(t *testing.T, s store.Store) {
		news := func(words string) fstest.MapFS {
			return paced(1, "  - { send: news, text: "+words+" }\n")
		}
		r := newRig(t, s, news("first"))
		defer r.stop()
		crowd := people(40)
		r.enter(crowd...)
		r.after(20 * time.Second)
		r.deploy(news("second"))
		r.after(hour)
		said, got := map[string]int{}, map[fsm.Phone]int{}
		for _, m := range r.carrier.all() {
			said[m.Body]++
			got[m.Phone]++
		}
		if len(got) != len(crowd) || said["first"]+said["second"] != len(crowd) || said["first"] < 10 || said["second"] < 10 {
			t.Errorf("%d of %d people got it: %v", len(got), len(crowd), said)
		}
	})
}
