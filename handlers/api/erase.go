package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// deleteSubscriber forgets a person. What stays tells nobody who he was: the chain of his ledger, and
// that he is to be left alone. Whoever is not known is forgotten already.
func (h *handlers) deleteSubscriber(c *gin.Context) {
	phone, p := h.addressed(c)
	if p != nil {
		p.Answer(c)
		return
	}
	if _, err := h.Engine.Apply(c.Request.Context(), phone, fsm.Erase{By: h.recorder(c, "")}); err != nil {
		h.unavailable(c, "erase the subscriber", err).Answer(c)
		return
	}
	c.Status(http.StatusNoContent)
}
