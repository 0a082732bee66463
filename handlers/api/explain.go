package api

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/handlers/rfc9457"
)

// explainParameters describes what a question may say.
func explainParameters() []any {
	moment := dict{"type": "string", "format": "date-time"}
	return []any{
		dict{"name": "at", "in": "query", "schema": moment, "description": "Tell of a past moment, as the record was then."},
		dict{"name": "since", "in": "query", "schema": moment, "description": "Tell what happened from then on; the newest part where it is missing."},
		dict{"name": "after", "in": "query", "schema": dict{"type": "integer", "minimum": 0},
			"description": "Tell what happened behind this change: 0 from the begin, then the next of the part before."},
		dict{"name": "limit", "in": "query", "description": "How many changes at most; with since, all of them up to the maximum where it is missing.",
			"schema": dict{"type": "integer", "minimum": 1, "maximum": explain.Most, "default": explain.Usual}},
		dict{"name": "message", "in": "query", "schema": dict{"type": "string"},
			"description": "Tell of one text alone: its id, as 17 or +12125550123/17, or the carrier's id."},
	}
}

// getExplanation tells what happened to a person and why.
func (h *handlers) getExplanation(c *gin.Context) {
	q, p := h.questioned(c)
	if p != nil {
		p.Answer(c)
		return
	}
	report, err := h.Explain.Explain(c.Request.Context(), q)
	switch {
	case errors.Is(err, explain.ErrUnknown) && q.At.IsZero():
		neverSeen().Answer(c)
	case errors.Is(err, explain.ErrUnknown):
		p := rfc9457.New(http.StatusNotFound, err.Error())
		p.Field = "at"
		p.Answer(c)
	case errors.Is(err, explain.ErrNoText):
		p := rfc9457.New(http.StatusNotFound, err.Error())
		p.Field = "message"
		p.Answer(c)
	case errors.Is(err, explain.ErrQuestion):
		invalid("at", "%v", err).Answer(c)
	case err != nil:
		h.unavailable(c, "explain the subscriber", err).Answer(c)
	default:
		c.JSON(http.StatusOK, report)
	}
}

// questioned reads a question.
func (h *handlers) questioned(c *gin.Context) (q explain.Question, p *problem) {
	if q.Phone, p = h.addressed(c); p != nil {
		return q, p
	}
	q.Message = c.Query("message")
	for name, to := range map[string]*time.Time{"at": &q.At, "since": &q.Since} {
		if s, ok := c.GetQuery(name); ok {
			t, err := time.Parse(time.RFC3339, s)
			if err != nil {
				return q, invalid(name, "%s is %.40q; write it in RFC 3339, such as 2026-05-04T16:00:00Z", name, s)
			}
			*to = t
		}
	}
	if s, ok := c.GetQuery("limit"); ok {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > explain.Most {
			return q, invalid("limit", "limit is %.40q; it is a number from 1 to %d", s, explain.Most)
		}
		q.Limit = n
	}
	if s, ok := c.GetQuery("after"); ok {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil || !q.Since.IsZero() {
			return q, invalid("after", "after is %.40q; it is 0 or the next of the part before, and without a since", s)
		}
		q.After = &n
	}
	return q, nil
}
