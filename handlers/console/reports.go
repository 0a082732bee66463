package console

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/report"
)

const reportsPath = "/reports"

// reports is what its page shows.
type reports struct {
	report.Review
	Alerts   []bot.Alert // that last
	Spans    []span
	Days     int
	Workflow string   // the only one that is told of; empty: all of them
	Names    []string // of the workflows of the live program
	Idle     []string // workflows in which nothing happened
}

// span is how far back a report goes.
type span struct {
	Days int
	Name string
}

// spans are those that the page offers; with more than a week there is something to draw.
func spans() []span {
	return []span{{report.ByWeek, "7 days"}, {report.ByMonth, "28 days"}, {84, "12 weeks"}, {364, "52 weeks"}}
}

func (h *console) getReports(c *gin.Context) {
	b := reports{Spans: spans(), Days: report.ByMonth, Workflow: short(c.Query("workflow"))}
	if n, err := strconv.Atoi(c.Query("days")); err == nil && n > 0 {
		b.Days = n
	}
	review, err := h.Report.Make(c.Request.Context(), report.Ask{Days: b.Days, Workflow: b.Workflow})
	switch {
	case errors.Is(err, report.ErrAsk):
		h.fail(c, http.StatusUnprocessableEntity, sentence(err))
		return
	case err != nil:
		h.broken(c, err)
		return
	}
	b.Review, b.Alerts = review, h.Engine.Alerts()
	for _, w := range h.Engine.Program().Workflows {
		b.Names = append(b.Names, w.Name)
	}
	for _, w := range review.Workflows {
		if w.Idle() {
			b.Idle = append(b.Idle, w.Name)
		}
	}
	h.show(c, http.StatusOK, "reports.html", frame{Title: "Reports", Place: reportsPath, Body: b})
}
