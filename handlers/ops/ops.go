package ops

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Engine is what these handlers need of the engine.
type Engine interface {
	// Ready tells why the engine does not work normally, or nil.
	Ready() error
	// Alarms is how many alarms were raised since the start.
	Alarms() int64
	// Alerts lists what is not as it should be now.
	Alerts() []bot.Alert
	// Flies tells whether a text is being handed to the carrier right now.
	Flies(phone fsm.Phone, seq uint64) bool
	// Now is the engine's time.
	Now() time.Time
}

// within bounds how long a check of the store may take.
const within = 5 * time.Second

// Options are what these handlers work with. All must be given but Sources.
type Options struct {
	Engine  Engine
	Store   store.Store
	Meter   *Meter
	Sources func() map[string]map[string]int // posts of each source by what became of them; nil: nothing is known
}

// Register adds /healthz, /readyz and /metrics.
func Register(r gin.IRouter, o Options) {
	if o.Sources == nil {
		o.Sources = func() map[string]map[string]int { return nil }
	}
	r.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	r.GET("/readyz", func(c *gin.Context) {
		if err := ready(c.Request.Context(), o.Engine, o.Store); err != nil {
			c.String(http.StatusServiceUnavailable, "not ready: %s\n", err)
			return
		}
		c.String(http.StatusOK, "ready\n"+alerts(o.Engine))
	})
	o.Meter.registry.MustRegister(&collector{o})
	r.GET("/metrics", gin.WrapH(promhttp.HandlerFor(o.Meter.registry, promhttp.HandlerOpts{})))
}

// alerts writes what is not as it should be, a line each: it does not keep the server from serving.
func alerts(e Engine) string {
	var b strings.Builder
	for _, a := range e.Alerts() {
		fmt.Fprintf(&b, "alert: %s %s: %s\n", a.Rule, a.About, a.Evidence)
	}
	return b.String()
}

// ready asks the store and the engine.
func ready(ctx context.Context, e Engine, s store.Store) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if _, err := s.ReadySenders(ctx); err != nil {
		return err
	}
	return e.Ready()
}
