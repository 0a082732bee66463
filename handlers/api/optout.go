package api

import (
	"cmp"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// postOptOut takes consent that was withdrawn elsewhere. It asks for nothing, not even a body:
// a person's wish to be left alone must not fail on a formality.
func (h *handlers) postOptOut(c *gin.Context) {
	phone, o := h.addressedBody(c, optOutShape())
	out := fsm.OptOut{ID: o.text("id"), Purpose: o.purpose(), Source: cmp.Or(o.text("source"), o.text("channel"), "api"),
		Evidence: o.strings("evidence"), At: o.moment("at", h.Engine.Now()), By: h.recorder(c, o.text("by")),
		Customer: o.text("customer_id")}
	o.checkProofs(out.Evidence)
	if channel := o.text("channel"); channel != "" {
		out.Evidence["channel"] = channel
	}
	h.takeConsent(c, phone, o, out)
}
