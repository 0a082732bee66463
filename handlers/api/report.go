package api

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/report"
)

// reportParameters describes what a report may be asked for.
func reportParameters() []any {
	day := dict{"type": "string", "format": "date"}
	return []any{
		dict{"name": "since", "in": "query", "schema": day, "description": "The first day, in the program's zone; seven days with until where it is missing."},
		dict{"name": "until", "in": "query", "schema": day, "description": "The last day; yesterday where it is missing."},
		dict{"name": "workflow", "in": "query", "schema": dict{"type": "string"}, "description": "Of one workflow alone."},
	}
}

// getReport tells how workflows do.
func (h *handlers) getReport(c *gin.Context) {
	r, err := h.Report.Make(c.Request.Context(), report.Ask{Since: c.Query("since"), Until: c.Query("until"), Workflow: c.Query("workflow")})
	switch {
	case errors.Is(err, report.ErrAsk):
		invalid("", "%v", err).Answer(c)
	case err != nil:
		h.unavailable(c, "make the report", err).Answer(c)
	default:
		c.JSON(http.StatusOK, r)
	}
}
