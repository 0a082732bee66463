package api

import (
	"context"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/sources"
	"github.com/parley-sms/parley/store"
)

// Engine is what these handlers need of the engine.
type Engine interface {
	// Apply decides an event of one subscriber and stores the decision.
	Apply(ctx context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error)
	// FanOut accepts an event without a phone, for those who wait for it; known tells of a repeat.
	FanOut(ctx context.Context, h fsm.Happened) (known bool, err error)
	// Merge makes two customers one.
	Merge(ctx context.Context, from, into string) error
	// Offers tells what came of each offer.
	Offers(ctx context.Context) ([]bot.Offer, error)
	// AddCodes puts codes into the pool of an offer of the live program.
	AddCodes(ctx context.Context, offer string, codes []string) ([]store.RefusedCode, error)
	// Webhooks tells how all webhooks of the live program stand.
	Webhooks(ctx context.Context) ([]bot.Webhook, error)
	// RetryWebhook lets all that was given up for a webhook be posted again, and says how many.
	RetryWebhook(ctx context.Context, name string) (int, error)
	// Alerts lists what is not as it should be now.
	Alerts() []bot.Alert
	// Program is the live program.
	Program() *fsm.Program
	// Now is the engine's time.
	Now() time.Time
}

// Options are what the handlers work with. All must be given but Log and Version.
type Options struct {
	Engine  Engine
	Store   store.Store
	Log     *slog.Logger // default: slog.Default()
	Version string       // of the server, for the API's description
	Explain *explain.Explainer
	Report  *report.Maker
	Sources *sources.Watch // what came of those who post in a form of their own; nil: nothing is known
	Verdict func(string)   // is told the status of each event's verdict; default: nobody is
}

type handlers struct {
	Options
	rates rates
}

// Register adds the API to a router, below /v1.
func Register(r gin.IRouter, o Options) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Sources == nil {
		o.Sources = &sources.Watch{}
	}
	if o.Verdict == nil {
		o.Verdict = func(string) {}
	}
	h := &handlers{Options: o, rates: rates{used: map[string]time.Time{}}}
	for _, row := range h.routes() {
		r.Handle(row.method, row.path, h.demand(row.scope), row.handle)
	}
	r.GET("/v1/openapi.json", h.getDescription)
}
