package console

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plan"
)

const broadcastsPath = "/broadcasts"

// castRow is a broadcast or schedule as the list shows it.
type castRow struct {
	*fsm.Workflow
	Segment string
	Next    fsm.Moment // zero: it does not come any more
	Paused  string
	Under   *bot.Passage // the one that is under way
	Last    *bot.Passage
}

// getBroadcasts lists what comes to whole segments: broadcasts, which come once, and schedules.
func (h *console) getBroadcasts(c *gin.Context) {
	rows, err := h.casts(c.Request.Context(), h.Engine.Program())
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, http.StatusOK, "broadcasts.html", frame{Title: "Broadcasts", Place: workflowsPath, Tab: broadcastsPath, Body: rows})
}

func (h *console) casts(ctx context.Context, p *fsm.Program) ([]castRow, error) {
	stand, err := bot.Schedules(ctx, h.Store)
	if err != nil {
		return nil, err
	}
	paused, err := bot.Pauses(ctx, h.Store)
	if err != nil {
		return nil, err
	}
	var rows []castRow
	for i := range p.Workflows {
		w := &p.Workflows[i]
		if w.Enter.Once == "" && w.Enter.Every == nil {
			continue
		}
		row := castRow{Workflow: w, Segment: w.Enter.Segment, Paused: plan.Meaning(paused[w.Name])}
		if row.Segment == "" {
			row.Segment = fsm.Everyone
		}
		now := fsm.At(h.Engine.Now())
		if next, ok := p.NextOccurrence(w.Name, now, now.Add(fsm.LongestWait)); ok {
			row.Next = next.At
		}
		if s := stand[w.Name]; s != nil {
			row.Under, row.Last = s.Under, s.Last
		}
		rows = append(rows, row)
	}
	return rows, nil
}
