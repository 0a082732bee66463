package explain_test

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/explain"
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
caps: [2 per 24h]
keywords: { join: { words: [join], does: opt_in } }
attributes: { interest: { one_of: [skincare, makeup] } }
events: { cart_updated: { cart_id: string }, purchase: {}, sale: {}, shipped: { order_id: string } }
`

const welcome = `
workflow: welcome
class: lifecycle
enter: { on: opted_in, limit: 1 per 365d }
steps:
  - ask: interest
    text: "What would you like? Reply 1 for skincare, 2 for makeup."
    answers: { skincare: [1], makeup: [2] }
    save: interest
    timeout: 24h
  - send: picks
    text: "Our picks for you: acme.test/{{ interest | default: 'all' }}"
`

const cart = `
workflow: cart
class: promo
enter: { on: cart_updated, key: cart_id, after: 60m, unless: [purchase], limit: 9 per 1d }
goal: { on: purchase, within: 3d }
steps:
  - { send: remind, text: "Your cart waits." }
  - { wait: 24h, name: rest }
  - { send: nudge, if: "interest == 'makeup'", text: "Still there: your cart." }
`

const sale = `
workflow: sale
class: promo
enter: { on: sale, limit: 9 per 1d }
steps:
  - { send: tell, text: "The sale is on!" }
`

const ship = `
workflow: ship
class: service
enter: { on: shipped, key: order_id, limit: 9 per 1d }
steps:
  - { send: note, text: "It is on its way." }
`

// shop is a small program; edit changes its files.
func shop(edit ...func(fstest.MapFS)) fstest.MapFS {
	files := fstest.MapFS{"program.yaml": {Data: []byte(settings)}}
	for name, text := range map[string]string{"welcome": welcome, "cart": cart, "sale": sale, "ship": ship} {
		files["workflows/"+name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, e := range edit {
		e(files)
	}
	return files
}

// rig is a world with one person in it, and somebody who explains.
type rig struct {
	*testing.T
	*sim.World
	deployer *deploy.Deployer
	explain  *explain.Explainer
	carrier  *carrier
	ids      int
}

// begin is a Monday, ten in the morning in New York.
var begin = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

func newRig(t *testing.T, files fs.FS) *rig {
	t.Helper()
	r := &rig{T: t, carrier: &carrier{}}
	clock := sim.NewTime(begin)
	store := memstore.New()
	r.deployer = &deploy.Deployer{Store: store, Now: clock.Now}
	started, err := r.deployer.Start(t.Context(), "shop", files)
	if err != nil {
		t.Fatal(err)
	}
	if r.World, err = sim.New(t.Context(), sim.Options{Program: started.Program, Carrier: r.carrier, Time: clock, Store: store}); err != nil {
		t.Fatal(err)
	}
	r.deployer.Engine = r.Engine
	r.explain = &explain.Explainer{Store: store, Programs: r.deployer, Now: clock.Now, Holding: r.Engine.Holding}
	return r
}

func (r *rig) id() string {
	r.ids++
	return fmt.Sprintf("IN%d", r.ids)
}

// text lets anna text, and settle what it leads to.
func (r *rig) text(body string) {
	r.Helper()
	in := fsm.Inbound{ID: r.id(), Sender: ours, Body: body}
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

// fact lets the shop tell something of her.
func (r *rig) fact(kind string, data map[string]any) {
	r.Helper()
	r.apply(fsm.Fact{Happened: fsm.Happened{ID: r.id(), Type: kind, At: fsm.At(r.Now()), Data: data}})
}

func (r *rig) later(d time.Duration) {
	r.Helper()
	if err := r.Advance(r.Context(), r.Now().Add(d)); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) ask(q explain.Question) *explain.Report {
	r.Helper()
	if q.Phone == "" {
		q.Phone = anna
	}
	report, err := r.explain.Explain(r.Context(), q)
	if err != nil {
		r.Fatal(err)
	}
	return report
}

// prove checks that the journal says everything.
func (r *rig) prove() explain.Proof {
	r.Helper()
	proof, err := r.explain.Prove(r.Context(), anna)
	if err != nil {
		r.Fatal(err)
	}
	if !proof.Holds() || proof.Same+proof.OtherBuild+proof.NotKept != proof.Changes {
		r.Errorf("%s\n%+v", proof.String(), proof)
	}
	return proof
}

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
