package twilio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	carrier "github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm"
)

// MessagesPath is where Twilio posts texts from phones, under the public URL.
const MessagesPath = "/webhooks/twilio/messages"

// storeWithin is how long the store may take; Twilio waits for 15 s.
const storeWithin = 10 * time.Second

// Engine is what these handlers need of the engine. Both calls return nil when what they were given is
// on disk or was there already.
type Engine interface {
	Receive(ctx context.Context, r bot.Received) error
	Report(ctx context.Context, phone fsm.Phone, s fsm.Status) error
}

// Options are what the handlers work with. PublicURLs, Tokens and Engine must be given.
type Options struct {
	PublicURLs []string // where Twilio reaches this server; several while it moves
	Tokens     []string // auth tokens; several while they rotate
	Engine     Engine
	Log        *slog.Logger        // default: slog.Default()
	Refused    func(reason string) // counts refusals, by one of a few words; default: nobody does
}

type handlers struct {
	Options
	seal seal
}

// Register adds the webhooks to a router.
func Register(r gin.IRouter, o Options) error {
	h, err := newHandlers(o)
	if err != nil {
		return err
	}
	r.POST(MessagesPath, h.take(h.message))
	r.POST(carrier.StatusPath, h.take(h.status))
	for _, method := range []string{
		http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
	} {
		r.Handle(method, MessagesPath, h.refuseMethod)
		r.Handle(method, carrier.StatusPath, h.refuseMethod)
	}
	return nil
}

func newHandlers(o Options) (*handlers, error) {
	if o.Engine == nil {
		return nil, errors.New("the Twilio webhooks need an engine")
	}
	if len(o.PublicURLs) == 0 {
		return nil, errors.New("the Twilio webhooks need the public URL, which Twilio's signatures cover; set PARLEY_PUBLIC_URL")
	}
	for _, address := range o.PublicURLs {
		if err := carrier.CheckPublicURL(address); err != nil {
			return nil, err
		}
	}
	if err := carrier.CheckTokens(o.Tokens); err != nil {
		return nil, fmt.Errorf("the Twilio webhooks cannot tell who posts: %w", err)
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Refused == nil {
		o.Refused = func(string) {}
	}
	return &handlers{Options: o, seal: newSeal(o.PublicURLs, o.Tokens)}, nil
}
