package console

import (
	"context"
	"iter"
	"log/slog"
	"sync"
	"testing/fstest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/dossier"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/fsm"
)

// acme is the program of the rig.
func acme() fstest.MapFS {
	return fstest.MapFS{
		"program.yaml": {Data: []byte(`
brand: Acme
contact: help@acme.test
frequency: few msgs
zone: America/New_York
double_opt_in: true
senders: [{ address: "+12125550100", stop_reply: parley }]
send_hours: ["10:00-20:00"]
caps: [2 per 24h]
support: { first_response: 1h, next_response: 4h, handoff_when: { angry: { words: [refund] } } }
keywords: { join: { words: [join], does: opt_in }, agent: { words: [agent], does: agent } }
attributes: { first_name: string, age: number }
replies: { open: "We are open 9 to 5, {{ first_name | default: 'friend' }}." }
offers: { sorry: { codes: generated, prefix: SRY, limit: 1 per 90d } }
events: { purchase: { order_id: string } }
`)},
		"workflows/welcome.yaml": {Data: []byte(`
workflow: welcome
class: lifecycle
owner: growth
targets: { conversion: 8%, optouts_max: 1% }
enter: { on: opted_in, limit: 1 per 365d }
goal: { on: purchase, within: 3d }
steps:
  - { send: hello, text: "Hello <b>you</b>" }
  - { wait: 24h, name: rest }
  - { send: nudge, text: "Still there" }
`)},
		"workflows/care.yaml": {Data: []byte(`
workflow: care
class: service
enter: { on: purchase, key: order_id, limit: 9 per 1d }
steps:
  - { send: thanks, text: "Thank you!" }
`)},
	}
}

// run gives the rig a server's parts: a program that was deployed, and an engine.
func (r *rig) run() {
	r.Helper()
	r.deployer = &deploy.Deployer{Store: r.store, Now: r.Now}
	r.deploys(acme(), "first")
	p, err := r.deployer.Program(r.Context(), "")
	if err != nil {
		r.Fatal(err)
	}
	r.engine, err = bot.New(r.Context(), bot.Options{Store: r.store, Carrier: mute{}, Program: p, Clock: r, Workers: &r.beside, Search: r.search, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		r.Fatal(err)
	}
	r.deployer.Engine = r.engine
}

func (r *rig) explainer() *explain.Explainer {
	return &explain.Explainer{Store: r.store, Programs: r.deployer, Now: r.Now}
}

func (r *rig) dossiers() *dossier.Maker {
	return &dossier.Maker{Store: r.store, Programs: r.deployer, Now: r.Now}
}

func (r *rig) reporter() *report.Maker {
	return &report.Maker{Store: r.store, Programs: r.deployer, Now: r.Now}
}

// deploys makes a program the live one.
func (r *rig) deploys(files fstest.MapFS, why string) {
	r.Helper()
	packed, err := deploy.Pack(files)
	if err != nil {
		r.Fatal(err)
	}
	order := deploy.Order{Program: packed, Author: "ops", Message: why}
	proposed, err := r.deployer.Plan(r.Context(), order)
	if err != nil || !proposed.Usable() {
		r.Fatal(err, proposed.Findings)
	}
	order.Hash = proposed.Plan.Hash
	if out, err := r.deployer.Deploy(r.Context(), order); err != nil || out.Deployed == nil {
		r.Fatal(err, out.Refused)
	}
}

const anna = fsm.Phone("+12125550123")

// happens lets an event happen to anna.
func (r *rig) happens(e fsm.Event) {
	r.Helper()
	if _, err := r.engine.Apply(r.Context(), anna, e); err != nil {
		r.Fatal(err)
	}
}

// joins is consent that anna gave elsewhere; it starts the welcome.
func (r *rig) joins() {
	r.happens(fsm.OptIn{Source: "form", Purpose: fsm.ForMarketing, At: fsm.At(r.Now()), Evidence: map[string]string{"text": "I agree"}})
}

// workers do jobs beside the requests; a test can wait for all of them.
type workers struct{ sync.WaitGroup }

func (w *workers) All(jobs []func()) {
	for _, job := range jobs {
		job()
	}
}

// mute is a carrier that takes every text.
type mute struct{}

func (mute) Name() string                                      { return "mute" }
func (mute) Send(context.Context, fsm.Message) (string, error) { return "SM1", nil }
func (mute) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

func (mute) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, true, nil
}
