package join

import (
	"context"
	"crypto/rand"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/handlers/look"
	"github.com/parley-sms/parley/handlers/visitor"
)

//go:embed assets
var files embed.FS

//go:embed page.html
var pageText string

// Path is what the pages begin with; the keyword follows.
const Path = "/join/"

// How often forms are taken: of one address and of all, since each may send a text that costs money.
const (
	perSecond = 1.0 / 60
	burst     = 5
	allSecond = 0.5
	allBurst  = 100
)

// Engine is what these handlers need of the engine.
type Engine interface {
	// Apply decides an event of one subscriber and stores the decision.
	Apply(ctx context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error)
	// Program is the live program.
	Program() *fsm.Program
	// Now is the engine's time.
	Now() time.Time
}

// Options are what the handlers work with. Engine must be given.
type Options struct {
	Engine Engine
	Base   string       // the public address that pages begin with, for the evidence: "https://sms.acme.test"; empty: their path alone
	Log    *slog.Logger // default: slog.Default()
}

type pages struct {
	Options
	page    *template.Template
	key     []byte // of the tokens of forms; another after each start
	callers *visitor.Limiter
	all     *rate.Limiter
}

// Register adds the pages to a router.
func Register(r gin.IRouter, o Options) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	own := func(name string) string {
		content, _ := files.ReadFile("assets/" + name) // it is embedded
		return Path + "assets/" + name + "?" + look.Version(content)
	}
	h := &pages{Options: o, key: make([]byte, 32), callers: visitor.NewLimiter(perSecond, burst), all: rate.NewLimiter(allSecond, allBurst),
		page: template.Must(template.New("page").Funcs(template.FuncMap{"look": look.Address, "own": own}).Parse(pageText))}
	_, _ = rand.Read(h.key) // never fails
	read := []string{http.MethodGet, http.MethodHead}
	g := r.Group("", guard, handlers.SameOrigin())
	g.Match(read, Path+":keyword", h.get)
	g.POST(Path+":keyword", h.post)
	g.Match(read, Path+":keyword/:file", h.file)
}

// guard sets what every answer has.
func guard(c *gin.Context) {
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Referrer-Policy", "same-origin")
	c.Header("Cache-Control", "no-store")
}
