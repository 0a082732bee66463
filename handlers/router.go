package handlers

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/handlers/rfc9457"
)

// Room adds what one kind of visitor is answered.
type Room func(gin.IRouter) error

// New makes the router of some rooms.
func New(log *slog.Logger, rooms ...Room) (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.RedirectTrailingSlash = false
	r.RedirectFixedPath = false
	r.UseEscapedPath, r.UnescapePathValues = true, false // names in paths may have slashes, written %2F: see named
	r.HandleMethodNotAllowed = true
	if err := r.SetTrustedProxies(nil); err != nil {
		return nil, fmt.Errorf("set up the router: %w", err)
	}
	r.Use(traced, record(log), survive(log), named)
	r.NoRoute(func(c *gin.Context) {
		rfc9457.New(http.StatusNotFound, "there is nothing at this address; /v1/openapi.json lists what the API has").Answer(c)
	})
	r.NoMethod(func(c *gin.Context) {
		rfc9457.New(http.StatusMethodNotAllowed, c.Request.Method+" is not taken here; Allow says what is").Answer(c)
	})
	for _, add := range rooms {
		if err := add(r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Timed tells of each request how it was answered: its route, the status and what it took. It is for the rooms
// behind it.
func Timed(told func(route string, status int, took time.Duration)) Room {
	return func(r gin.IRouter) error {
		r.Use(func(c *gin.Context) {
			began := time.Now()
			c.Next()
			told(c.FullPath(), c.Writer.Status(), time.Since(began))
		})
		return nil
	}
}

// named reads the names in a path as they are meant. The router would take a + for a space.
func named(c *gin.Context) {
	for i := range c.Params {
		if name, err := url.PathUnescape(c.Params[i].Value); err == nil {
			c.Params[i].Value = name
		}
	}
}

// SameOrigin refuses posts that a browser sends from a page of another origin.
func SameOrigin() gin.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if err := protection.Check(c.Request); err != nil {
			rfc9457.New(http.StatusForbidden, "the request comes from a page of another site; use the page of this server").Answer(c)
		}
	}
}

// traced gives a request the trace that its traceparent header names, or one of its own.
func traced(c *gin.Context) {
	id := trace.Posted(c.GetHeader("Traceparent"))
	c.Request = c.Request.WithContext(trace.With(c.Request.Context(), id))
}

// record logs each request, without what it says: paths of the API hold phone numbers, so the
// route stands for the path.
func record(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		began := time.Now()
		c.Next()
		level := slog.LevelDebug
		if c.Writer.Status() >= http.StatusInternalServerError {
			level = slog.LevelWarn
		}
		log.Log(c.Request.Context(), level, "request", "method", c.Request.Method, "route", c.FullPath(),
			"status", c.Writer.Status(), "took", time.Since(began).Round(time.Microsecond))
	}
}

// survive turns a panic of one request into a 500 of that request.
func survive(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			if p := recover(); p != nil {
				log.ErrorContext(c.Request.Context(), "a request panicked", "route", c.FullPath(), "panic", p, "stack", string(debug.Stack()))
				rfc9457.New(http.StatusInternalServerError, "the server made a mistake, which is in its log").Answer(c)
			}
		}()
		c.Next()
	}
}
