package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// postEvents takes one event, or a batch.
func (h *handlers) postEvents(c *gin.Context) {
	switch mediaType(c) {
	case "application/x-ndjson", "application/ndjson", "application/jsonl":
		h.postBatch(c)
	default:
		h.postEvent(c)
	}
}

// postEvent takes one event. A repeat is answered as the first time was; only a header tells.
func (h *handlers) postEvent(c *gin.Context) {
	data, p := body(c)
	var e event
	if p == nil {
		e, p = h.event(data)
	}
	if p == nil {
		p = h.find(c, &e)
	}
	if p != nil {
		h.Verdict(statusOf(p))
		p.Answer(c)
		return
	}
	v, err := h.take(c.Request.Context(), e)
	h.Verdict(v.Status)
	if err != nil {
		h.unavailable(c, "store the event", err).Answer(c)
		return
	}
	if v.Problem != nil {
		v.Problem.Answer(c)
		return
	}
	if v.Status == repeated {
		c.Header("Idempotent-Replayed", "true")
		v.Status = accepted
	}
	status := http.StatusOK
	if e.phone == "" { // it is on disk, and on its way to those who wait for it
		status = http.StatusAccepted
	}
	c.JSON(status, v)
}
