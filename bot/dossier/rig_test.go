package dossier_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/dossier"
	"github.com/parley-sms/parley/bot/sim"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/memstore"
)

const (
	anna = fsm.Phone("+12125550123")
	ours = "+12125550100"
)

const settings = `
brand: Acme
contact: help@acme.test
frequency: few msgs
zone: America/New_York
double_opt_in: true
senders: [{ address: "+12125550100", stop_reply: parley }]
send_hours: ["10:00-20:00"]
caps: [5 per 24h]
keywords: { join: { words: [join], does: opt_in } }
events: { sale: {} }
`

const welcome = `
workflow: welcome
class: lifecycle
enter: { on: opted_in, limit: 9 per 365d }
steps:
  - ask: interest
    text: "What would you like? Reply 1 for skincare, 2 for makeup."
    answers: { skincare: [1], makeup: [2] }
    timeout: 24h
`

const sale = `
workflow: sale
class: promo
enter: { on: sale, limit: 9 per 1d }
steps:
  - { send: tell, text: "The sale is on, <b>today & tomorrow</b>!" }
`

// rig is a world with one person in it, and somebody who makes dossiers.
type rig struct {
	*testing.T
	*sim.World
	maker   *dossier.Maker
	carrier *carrier
	ids     int
}

// begin is a Monday, ten in the morning in New York.
var begin = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t, carrier: &carrier{}}
	clock, store := sim.NewTime(begin), memstore.New()
	deployer := &deploy.Deployer{Store: store, Now: clock.Now}
	started, err := deployer.Start(t.Context(), "shop", fstest.MapFS{"program.yaml": {Data: []byte(settings)},
		"workflows/welcome.yaml": {Data: []byte(welcome)}, "workflows/sale.yaml": {Data: []byte(sale)}})
	if err != nil {
		t.Fatal(err)
	}
	if r.World, err = sim.New(t.Context(), sim.Options{Program: started.Program, Carrier: r.carrier, Time: clock, Store: store}); err != nil {
		t.Fatal(err)
	}
	deployer.Engine = r.Engine
	r.maker = &dossier.Maker{Store: store, Programs: deployer, Now: clock.Now, Build: "test", Data: "/var/lib/parley"}
	return r
}

func (r *rig) id() string {
	r.ids++
	return fmt.Sprintf("IN%d", r.ids)
}

// text lets anna text, and settle what it leads to.
func (r *rig) text(body string) {
	r.Helper()
	r.receive(fsm.Inbound{Body: body})
}

func (r *rig) receive(in fsm.Inbound) {
	r.Helper()
	in.ID, in.Sender = r.id(), ours
	if err := r.Engine.Receive(r.Context(), bot.Received{From: anna, Inbound: in}); err != nil {
		r.Fatal(err)
	}
	r.later(0)
}

// apply lets something else happen to her.
func (r *rig) apply(ev fsm.Event) {
	r.Helper()
	if _, err := r.Engine.Apply(r.Context(), anna, ev); err != nil {
		r.Fatal(err)
	}
	r.later(0)
}

func (r *rig) sale() {
	r.Helper()
	r.apply(fsm.Fact{Happened: fsm.Happened{ID: r.id(), Type: "sale", At: fsm.At(r.Now())}})
}

func (r *rig) later(d time.Duration) {
	r.Helper()
	if err := r.Advance(r.Context(), r.Now().Add(d)); err != nil {
		r.Fatal(err)
	}
}

// life is what happens to anna: a double opt-in, marketing by day and by night, STOP and START, an
// opt-out by phone, a form, a carrier's block that her START lifts, and an unclear wish.
func (r *rig) life() {
	r.Helper()
	r.text("JOIN")
	r.later(2 * time.Minute)
	r.text("YES")
	r.later(time.Hour)
	r.text("2")
	r.later(9 * time.Hour) // in the evening
	r.sale()
	r.later(24 * time.Hour)
	r.text("STOP")
	r.sale()
	r.later(20 * time.Hour)
	r.text("START")
	r.later(15 * time.Hour)
	r.apply(fsm.OptOut{ID: "o1", Source: "phone", By: "Kim, token desk", At: fsm.At(r.Now().Add(-90 * time.Minute)),
		Evidence: map[string]string{"channel": "phone", "words": "please <stop> texting me"}})
	r.later(48 * time.Hour)
	r.apply(fsm.OptIn{ID: "f1", Purpose: fsm.ForMarketing, Source: "checkout form", By: "token shop", Evidence: map[string]string{
		"shown": "I agree to get marketing texts.\nReply STOP to end.", "ip": "203.0.113.7", "user_agent": "Mozilla/5.0 (X11)"}})
	r.later(20 * time.Hour)
	r.carrier.refuse = &bot.SendError{Outcome: fsm.Refused, Code: "21610", Lesson: fsm.LessonOptOut, Err: errors.New("opted out")}
	r.sale()
	r.later(24 * time.Hour)
	r.receive(fsm.Inbound{Body: "START", OptOutType: "START"}) // the carrier acts on it, too
	r.later(time.Hour)
	r.text("not interested")
	r.later(24 * time.Hour)
	r.apply(fsm.ReleaseHold{By: "Kim"})
	r.sale()
	r.later(24 * time.Hour)
}

func (r *rig) make(who string) *dossier.Dossier {
	r.Helper()
	d, err := r.maker.Make(r.Context(), who)
	if err != nil {
		r.Fatal(err)
	}
	return d
}

// write writes a whole file.
func (r *rig) write(d *dossier.Dossier, form func(*bytes.Buffer) dossier.Writer) []byte {
	r.Helper()
	var out bytes.Buffer
	w := form(&out)
	err := w.Begin(d)
	for after, more := uint64(0), true; err == nil && more; {
		var page dossier.Page
		if page, err = r.maker.Marketing(r.Context(), d.Phone, after); err != nil {
			break
		}
		for i := range page.Texts {
			if err := w.Text(&page.Texts[i]); err != nil {
				r.Fatal(err)
			}
		}
		after, more = page.Next, page.Next > 0
	}
	if err == nil {
		err = w.End()
	}
	if err != nil {
		r.Fatal(err)
	}
	return out.Bytes()
}

func asJSON(b *bytes.Buffer) dossier.Writer { return dossier.JSON(b) }
func asHTML(b *bytes.Buffer) dossier.Writer { return dossier.HTML(b) }

// carrier takes every text, but those that it is told to refuse.
type carrier struct {
	sent   int
	refuse error // the next one
}

func (c *carrier) Name() string { return "played" }

func (c *carrier) Send(context.Context, fsm.Message) (string, error) {
	c.sent++
	if err := c.refuse; err != nil {
		c.refuse = nil
		return "", err
	}
	return fmt.Sprintf("SO%d", c.sent), nil
}

func (c *carrier) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

func (c *carrier) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, true, nil
}
