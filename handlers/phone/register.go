package phone

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	handset "github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Engine is what these handlers need of the engine.
type Engine interface {
	handset.Settler
	// Program is the live program.
	Program() *fsm.Program
	// Watch tells which subscribers change, until stop is called.
	Watch() (changes <-chan fsm.Phone, stop func())
}

// Deps are what the handlers work with. All must be given but Log.
type Deps struct {
	Engine Engine
	Store  store.Store
	Phone  *handset.Phone
	Log    *slog.Logger // default: slog.Default()
}

// settleWithin is how long an answer waits for a text's direct replies.
const settleWithin = 3 * time.Second

type handlers struct {
	Deps
	page  *page
	beat  time.Duration // between the signs of life of an event stream
	write time.Duration // for one write to an event stream
}

// Register adds the test phone to a router.
func Register(r gin.IRouter, d Deps) {
	if d.Log == nil {
		d.Log = slog.Default()
	}
	h := &handlers{Deps: d, page: newPage(), beat: 15 * time.Second, write: 10 * time.Second}
	g := r.Group("/phone", guard)
	read := []string{http.MethodGet, http.MethodHead}
	g.Match(read, "", h.getPage)
	g.Match(read, "/assets/:name", h.page.asset)
	g.GET("/events", h.getEvents)
	g.Match(read, "/messages", h.getMessages)
	g.POST("/messages", h.postMessage)
	g.Match(read, "/clock", h.getClock)
	g.POST("/clock", h.postClock)
	g.Match(read, "/faults", h.getFaults)
	g.POST("/faults", h.postFault)
}

// policy lets the page load from its own server alone, and run nothing that is written into it.
const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// guard sets the headers that keep a page to itself, and bounds what is read of a request.
func guard(c *gin.Context) {
	head := c.Writer.Header()
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cache-Control", "no-store")
	c.Next()
}

// sender is the number of ours that a handset texts where it names none.
func (h *handlers) sender() string {
	if senders := h.Engine.Program().Senders; len(senders) > 0 {
		return senders[0].Address
	}
	return handset.DefaultSender
}
