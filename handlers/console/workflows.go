package console

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plan"
)

const workflowsPath = "/workflows"

// workflowRow is a workflow as the list shows it.
type workflowRow struct {
	*fsm.Workflow
	Inside  int64  // runs that are under way
	Paused  string // how, in words; empty: it goes on
	Targets []target
}

// workflows is what its page shows.
type workflows struct {
	Rows []workflowRow
	Days int // that the figures are of
}

func (h *console) getWorkflows(c *gin.Context) {
	p := h.Engine.Program()
	rows, err := h.workflowRows(c.Request.Context(), p)
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, http.StatusOK, "workflows.html", frame{Title: "Workflows", Place: workflowsPath, Body: workflows{rows, figureDays}})
}

// workflowRows tells of all workflows, in the program's order.
func (h *console) workflowRows(ctx context.Context, p *fsm.Program) ([]workflowRow, error) {
	standing, err := h.Store.Standing(ctx)
	if err != nil {
		return nil, err
	}
	paused, err := bot.Pauses(ctx, h.Store)
	if err != nil {
		return nil, err
	}
	sums, err := h.sums(ctx, p)
	if err != nil {
		return nil, err
	}
	inside := map[string]int64{}
	for stand, n := range standing {
		inside[stand.Workflow] += n
	}
	rows := make([]workflowRow, len(p.Workflows))
	for i := range p.Workflows {
		w := &p.Workflows[i]
		rows[i] = workflowRow{w, inside[w.Name], plan.Meaning(paused[w.Name]), sums.targets(w)}
	}
	return rows, nil
}
