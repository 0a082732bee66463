package ops

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/parley-sms/parley/bot"
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
	// Now is the engine's time.
	Now() time.Time
}

// within bounds how long a check of the store may take.
const within = 5 * time.Second

// Register adds /healthz, /readyz and /metrics. It gives a function that counts posts which were
// refused, by a word for the reason.
func Register(r gin.IRouter, e Engine, s store.Store) (refused func(reason string)) {
	r.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	r.GET("/readyz", func(c *gin.Context) {
		if err := ready(c.Request.Context(), e, s); err != nil {
			c.String(http.StatusServiceUnavailable, "not ready: %s\n", err)
			return
		}
		c.String(http.StatusOK, "ready\n"+alerts(e))
	})
	registry := prometheus.NewRegistry()
	refusals := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_webhooks_refused_total",
		Help: "Posts to the carrier's webhooks that were refused since the start, by reason."}, []string{"reason"})
	registry.MustRegister(&collector{e, s}, refusals)
	r.GET("/metrics", gin.WrapH(promhttp.HandlerFor(registry, promhttp.HandlerOpts{})))
	return func(reason string) { refusals.WithLabelValues(reason).Inc() }
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
