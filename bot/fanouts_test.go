package bot_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// stock lets people who ask for a product wait until it is back.
func stock(_ *bot.Options, d *fsm.Definition) {
	product := map[string]fsm.Field{"product": {Type: fsm.StringType}}
	d.Events["asked"], d.Events["back_in_stock"] = fsm.EventType{Fields: product}, fsm.EventType{Fields: product, Watchers: true}
	d.Workflows = append(d.Workflows, fsm.Workflow{
		Name: "stock", Class: fsm.Promo, Enter: fsm.Enter{On: []string{"asked"}, Key: "product"},
		Steps: []fsm.Step{
			{Name: "wait", Kind: fsm.WaitForStep, Events: []fsm.EventWay{{On: "back_in_stock"}}, Timeout: 240 * time.Hour, OnTimeout: "bye"},
			{Name: "pause", Kind: fsm.WaitStep, Wait: fsm.Wait{For: time.Hour}},
			{Name: "note", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Acme: it is back!"}}},
			{Name: "bye", Kind: fsm.ExitStep},
		},
	})
}

// asks lets people wait for a product.
func (r *rig) asks(product string, phones ...fsm.Phone) {
	r.t.Helper()
	ask := func(p fsm.Phone) fsm.Event {
		return fsm.Fact{Happened: fsm.Happened{ID: "ask " + product, Type: "asked", At: fsm.At(r.engine.Now()), Data: map[string]any{"product": product}}}
	}
	r.all(phones, ask)
	time.Sleep(time.Millisecond)
	r.all(phones, func(fsm.Phone) fsm.Event { return fsm.Tick{} })
}

func back(id, product string) fsm.Happened {
	return fsm.Happened{ID: id, Type: "back_in_stock", At: fsm.At(time.Now()), Data: map[string]any{"product": product}}
}

// Ensure an event without a phone reaches everybody who waits for its key once, and nobody else,
// though the server is killed on the way and the event is posted again.
func TestFanOutKilled(t *testing.T) {
	people := map[uint64]int{3: 3000}
	for writes := range uint64(6) {
		n := max(people[writes], 1110)
		synctest.Test(t, func(t *testing.T) {
			s := memstore.New()
			before := newRig(t, s, stock)
			everybody := before.crowd(n)
			before.asks("serum", everybody[10:]...)
			before.asks("cream", everybody[:10]...)
			if known, err := before.engine.FanOut(t.Context(), back("b1", "serum")); known || err != nil {
				t.Fatalf("FanOut = %v, %v", known, err)
			}
			killed := newRig(t, dying(s, writes+1), stock).run()
			time.Sleep(10 * time.Second)
			killed.stop()

			r := newRig(t, s, stock).run()
			defer r.stop()
			if known, err := r.engine.FanOut(t.Context(), back("b1", "serum")); !known || err != nil {
				t.Errorf("posted again: %v, %v", known, err)
			}
			time.Sleep(10 * time.Second)
			open, ended, err := bot.FanOuts(t.Context(), s)
			if len(open) != 0 || len(ended) != 1 || err != nil || ended[0].Ended == 0 {
				t.Errorf("killed at write %d: kept are %v, %v, %v", writes+1, open, ended, err)
			}
			standing, err := s.Standing(t.Context())
			want := map[fsm.Stand]int64{{Workflow: "stock", Step: "wait", Phase: fsm.Waiting}: 10, {Workflow: "stock", Step: "pause", Phase: fsm.Scheduled}: int64(n) - 10}
			if diff := cmp.Diff(want, standing); diff != "" || err != nil {
				t.Errorf("killed at write %d: people stand elsewhere: %v (-want +got):\n%s", writes+1, err, diff)
			}
			if counters, err := s.Counters(t.Context()); counters["events"] != int64(2*n-10) || err != nil {
				t.Errorf("killed at write %d: %d events happened, %v, want each once", writes+1, counters["events"], err)
			}
		})
	}
}

// Ensure an event without a phone has those who waited for it texted.
func TestFanOutTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, stock)
		phones := r.crowd(20)
		r.asks("serum", phones[5:]...)
		r.run()
		defer r.stop()
		if _, err := r.engine.FanOut(t.Context(), back("b1", "serum")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		r.once("stock.note", phones[5:])
	})
}

// Ensure an event without a phone is refused where nobody can wait for it, and its id is forgotten some
// time after it has arrived.
func TestFanOutIDs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, stock).run()
		defer r.stop()
		if _, err := r.engine.FanOut(t.Context(), fsm.Happened{ID: "x", Type: "asked"}); !errors.Is(err, bot.ErrNoWatchers) {
			t.Errorf("FanOut = %v, want %v", err, bot.ErrNoWatchers)
		}
		for _, want := range []bool{false, true, true} {
			if known, err := r.engine.FanOut(t.Context(), back("b1", "serum")); known != want || err != nil {
				t.Errorf("FanOut = %v, %v, want %v", known, err, want)
			}
			time.Sleep(time.Second)
		}
		if _, err := r.store.Get(t.Context(), "fanout/open/b1"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("it is still on its way: %v", err)
		}
		r.stop()
		time.Sleep(8 * 24 * time.Hour)
		again := newRig(t, r.store, stock).run()
		time.Sleep(time.Second)
		if known, err := again.engine.FanOut(t.Context(), back("b1", "serum")); known || err != nil {
			t.Errorf("a week later: %v, %v", known, err)
		}
		again.stop()
	})
}
