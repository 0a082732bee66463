package links

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/visitor"
	"github.com/parley-sms/parley/store"
)

// Path is what short links on this server begin with; the code follows.
const Path = "/l/"

// Engine is what these handlers need of the engine.
type Engine interface {
	// Apply decides an event of one subscriber and stores the decision.
	Apply(ctx context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error)
	// Now is the engine's time.
	Now() time.Time
}

// Options are what the handlers work with. All must be given but Log.
type Options struct {
	Engine Engine
	Store  store.Store
	Log    *slog.Logger // default: slog.Default()
}

// How many links one address may ask for: a person opens a few.
const (
	perSecond = 20
	burst     = 100
	maxKnown  = 20_000 // addresses and links remembered
)

type handlers struct {
	Options
	clicks  clicks
	callers *visitor.Limiter
	crowd   crowd
	bots    []string
}

// Register adds short links to a router.
func Register(r gin.IRouter, o Options) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	h := &handlers{Options: o, bots: bots(), callers: visitor.NewLimiter(perSecond, burst)}
	r.Match([]string{http.MethodGet, http.MethodHead}, Path+":code", h.follow)
}
