package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
)

func (h *handlers) getExperiments(c *gin.Context) {
	report, err := experiments.Read(c.Request.Context(), h.Store, h.Engine.Program(), fsm.At(h.Engine.Now()))
	if err != nil {
		h.unavailable(c, "read the experiments", err).Answer(c)
		return
	}
	c.JSON(http.StatusOK, report)
}
