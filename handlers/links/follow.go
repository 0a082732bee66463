package links

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/visitor"
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
	if !h.callers.Allow(c.Request, now) {
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
		h.book(c.Request, link, now)
		c.Redirect(http.StatusFound, link.To)
	}
}

// book stores that the link was opened, and by whom it seems. Where that fails the way on is shown all the same,
// and the next opening is booked.
func (h *handlers) book(r *http.Request, link fsm.Link, now time.Time) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), bookWithin) // a browser that is gone has clicked
	defer cancel()
	o := opening{Request: r, link: link, now: now, many: h.crowd.many(visitor.Network(visitor.Address(r)), link.Code, now)}
	var err error
	if o.text, err = h.textOf(ctx, link); err != nil {
		h.Log.Error("a link's text could not be read", "phone", link.Phone.Redacted(), "err", err)
		return
	}
	by, why := h.judge(o)
	id, first := h.clicks.first(link.Code, by, now)
	if !first {
		return
	}
	_, err = h.Engine.Apply(ctx, link.Phone, fsm.Clicked{ID: id, Seq: link.Seq, To: link.To, At: fsm.At(now), By: by, Why: why})
	if err != nil {
		h.clicks.forget(link.Code, by)
		h.Log.Error("a click was not booked", "phone", link.Phone.Redacted(), "err", err)
	}
}

// textOf reads the text that a link stands in.
func (h *handlers) textOf(ctx context.Context, link fsm.Link) (fsm.Message, error) {
	list, err := h.Store.Messages(ctx, link.Phone, link.Seq+1, 1)
	if err != nil || len(list) == 0 || list[0].Seq != link.Seq {
		return fsm.Message{}, err
	}
	return list[0], nil
}
