package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// getSubscriber tells what is known of a person.
func (h *handlers) getSubscriber(c *gin.Context) {
	phone, p := addressed(c)
	if p != nil {
		p.Answer(c)
		return
	}
	r, err := h.Store.Record(c.Request.Context(), phone)
	if err != nil {
		h.unread(c, err)
		return
	}
	c.JSON(http.StatusOK, viewOf(&r))
}
