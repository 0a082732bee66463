package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/rfc9457"
	"github.com/parley-sms/parley/store"
)

const (
	defaultLimit = 100
	maxLimit     = 500
)

// page says which part of a list is asked for.
type page struct {
	phone  fsm.Phone
	limit  int
	before uint64 // numbers below it; 0: from the newest
}

// paged reads the phone, limit and before of a request.
func (h *handlers) paged(c *gin.Context) (page, *problem) {
	phone, p := h.addressed(c)
	if p != nil {
		return page{}, p
	}
	asked := page{phone, defaultLimit, 0}
	if s, ok := c.GetQuery("limit"); ok {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > maxLimit {
			return page{}, invalid("limit", "limit is %.40q; it is a number from 1 to %d", s, maxLimit)
		}
		asked.limit = n
	}
	if s, ok := c.GetQuery("before"); ok {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil || n == 0 {
			return page{}, invalid("before", "before is %.40q; it is the next of the page before", s)
		}
		asked.before = n
	}
	return asked, nil
}

// list answers one page of what load reads, which is asked for one row more to see whether there
// is a next page. An empty list of a phone never seen is a 404.
func list[T any](h *handlers, c *gin.Context, load func(context.Context, page) ([]T, error), number func(T) uint64, answer func(rows []T, next *uint64) any) {
	asked, p := h.paged(c)
	if p != nil {
		p.Answer(c)
		return
	}
	ctx, more := c.Request.Context(), asked
	more.limit++
	rows, err := load(ctx, more)
	if err == nil && len(rows) == 0 {
		_, err = h.Store.Record(ctx, asked.phone)
	}
	if err != nil {
		h.unread(c, err)
		return
	}
	var next *uint64
	if len(rows) > asked.limit {
		rows = rows[:asked.limit]
		next = known(number(rows[asked.limit-1]))
	}
	c.JSON(http.StatusOK, answer(rows, next))
}

// unread answers for a read that failed.
func (h *handlers) unread(c *gin.Context, err error) {
	if errors.Is(err, store.ErrNotFound) {
		neverSeen().Answer(c)
		return
	}
	h.unavailable(c, "read the subscriber", err).Answer(c)
}

func neverSeen() *problem {
	p := rfc9457.New(http.StatusNotFound, "this number was never seen; it is known from its first text, event, attribute or consent on")
	p.Field = "phone"
	return p
}
