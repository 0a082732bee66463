package links

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// bookWithin is how long the way on may wait for a click to be booked.
const bookWithin = 2 * time.Second

// follow leads on to where a link leads.
func (h *handlers) follow(c *gin.Context) {
	head := c.Writer.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("X-Robots-Tag", "noindex")
	now := h.Engine.Now()
	if !h.callers.allow(c.Request, now) {
		head.Set("Retry-After", "10")
		busy().answer(c)
		return
	}
	link, err := h.Store.Link(c.Request.Context(), c.Param("code"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		unknown().answer(c)
	case err != nil:
		h.Log.Error("a link could not be read", "err", err)
		broken().answer(c)
	case link.Expires != 0 && fsm.At(now) > link.Expires:
		expired().answer(c)
	default:
		if h.counts(c.Request) {
			h.book(c.Request.Context(), link, now)
		}
		c.Redirect(http.StatusFound, link.To)
	}
}

// book stores that the link's subscriber opened it. Where that fails the way on is shown all the same,
// and the next click is booked.
func (h *handlers) book(ctx context.Context, link fsm.Link, now time.Time) {
	id, first := h.clicks.first(link.Code, now)
	if !first {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), bookWithin) // a browser that is gone has clicked
	defer cancel()
	_, err := h.Engine.Apply(ctx, link.Phone, fsm.Clicked{ID: id, Seq: link.Seq, To: link.To, At: fsm.At(now)})
	if err != nil {
		h.clicks.forget(link.Code)
		h.Log.Error("a click was not booked", "phone", link.Phone.Redacted(), "err", err)
	}
}
