package sources

import (
	"fmt"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// nobody is a carrier that is asked for its name alone: its loops do not run here.
type nobody struct{ bot.Carrier }

func (nobody) Name() string { return "none" }

type ticking struct{ now time.Time }

func (c *ticking) Now() time.Time { return c.now }

// Ensure that one order which is posted as placed and as paid, in the same words, is both, and that a recorded delivery which nothing remembers any more counts no order twice, starts nothing, and brings
// no consent back that was withdrawn since.
func TestOldReplay(t *testing.T) {
	r := newRig(t)
	clock := &ticking{r.now}
	e, err := bot.New(t.Context(), bot.Options{Store: r.store, Carrier: nobody{}, Program: r.program, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	const who = "+12125550123"
	body := `{"id":7,"created_at":"2026-05-04T15:55:00Z","processed_at":"2026-05-04T15:55:00Z","phone":"` + who + `","total_price":"10.00","buyer_accepts_sms_marketing":true,"line_items":[]}`
	post := func() {
		r.router = gin.New()
		for i := range 9 { // nothing is remembered
			if err := r.store.Put(t.Context(), fmt.Sprintf(seenPlace, i), nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := Register(r.router, Options{Engine: e, Store: r.store, Clock: clock.Now, Log: slog.New(slog.DiscardHandler), Secret: func(string) string { return testKey }}); err != nil {
			t.Fatal(err)
		}
		for _, topic := range []string{"orders/create", "orders/paid"} {
			if w := r.post("shopify", body, r.signedAs("shopify", topic, body)); w.Code != 200 {
				t.Fatal(w.Code, w.Body)
			}
		}
	}
	post()
	rec, _ := r.store.Record(t.Context(), who)
	if rec.Orders.Count != 1 {
		t.Fatalf("%+v", rec.Orders)
	}
	clock.now = clock.now.Add(48 * time.Hour)
	if _, err := e.Apply(t.Context(), who, fsm.OptOut{ID: "o", Source: "mail", At: fsm.At(clock.now)}); err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		if _, err := e.Apply(t.Context(), who, fsm.Fact{Happened: fsm.Happened{ID: strconv.Itoa(i), Type: "shipped", At: fsm.At(clock.now), Data: map[string]any{"order_id": "x"}}}); err != nil {
			t.Fatal(err)
		}
	}
	post()
	rec, _ = r.store.Record(t.Context(), who)
	if rec.Orders.Count != 1 || rec.State.Ground() != fsm.Stopped || rec.Marketing.Given || len(rec.Runs) > 0 || len(rec.Ready) > 0 {
		t.Errorf("orders %+v, ground %s, consent %+v, %d runs, %d texts", rec.Orders, rec.State.Ground(), rec.Marketing, len(rec.Runs), len(rec.Ready))
	}
}
