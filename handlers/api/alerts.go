package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
)

// alerts answers for all alerts.
type alerts struct {
	Alerts []bot.Alert `json:"alerts"`
}

func (h *handlers) getAlerts(c *gin.Context) {
	c.JSON(http.StatusOK, alerts{append([]bot.Alert{}, h.Engine.Alerts()...)})
}
