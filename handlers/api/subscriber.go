package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// getSubscriber tells what is known of a person.
func (h *handlers) getSubscriber(c *gin.Context) {
	phone, p := h.addressed(c)
	if p != nil {
		p.Answer(c)
		return
	}
	r, err := h.Store.Record(c.Request.Context(), phone)
	if err != nil {
		h.unread(c, err)
		return
	}
	h.tell(c, &r)
}

// tell answers with what is known of a person.
func (h *handlers) tell(c *gin.Context, r *fsm.Record) {
	customers, err := h.Store.Customers(c.Request.Context(), r.Phone)
	if err != nil {
		h.unavailable(c, "read the subscriber", err).Answer(c)
		return
	}
	s := viewOf(r)
	s.CustomerIDs = append([]string{}, customers...)
	c.JSON(http.StatusOK, s)
}
