package api

import (
	"cmp"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// postOptOut takes consent that was withdrawn elsewhere. It asks for nothing, not even a body:
// a person's wish to be left alone must not fail on a formality.
func (h *handlers) postOptOut(c *gin.Context) {
	phone, o := addressedBody(c, optOutShape())
	h.takeConsent(c, phone, o, fsm.OptOut{ID: o.text("id"), Purpose: o.purpose(),
		Source: cmp.Or(o.text("source"), "api"), Evidence: o.strings("evidence"), At: o.moment("at", h.Engine.Now())})
}
