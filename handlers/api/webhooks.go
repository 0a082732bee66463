package api

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/handlers/rfc9457"
	"github.com/parley-sms/parley/store"
)

// webhooks answers for all webhooks.
type webhooks struct {
	Webhooks []bot.Webhook `json:"webhooks"`
}

// retried answers for what is posted again.
type retried struct {
	Retried int `json:"retried" doc:"Announcements that were given up and are posted again."`
}

func (h *handlers) getWebhooks(c *gin.Context) {
	list, err := h.Engine.Webhooks(c.Request.Context())
	if err != nil {
		h.unavailable(c, "read how webhooks stand", err).Answer(c)
		return
	}
	c.JSON(http.StatusOK, webhooks{append([]bot.Webhook{}, list...)})
}

func (h *handlers) postRetry(c *gin.Context) {
	n, err := h.Engine.RetryWebhook(c.Request.Context(), c.Param("name"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		p := rfc9457.New(http.StatusNotFound, "the live program has no such webhook; GET /v1/webhooks lists them")
		p.Field = "name"
		p.Answer(c)
	case err != nil:
		h.unavailable(c, "post again what was given up", err).Answer(c)
	default:
		c.JSON(http.StatusOK, retried{n})
	}
}
