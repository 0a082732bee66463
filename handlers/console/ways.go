package console

import (
	"context"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/census"
	"github.com/parley-sms/parley/fsm"
)

// ways are which ways runs went through a workflow.
type ways struct {
	Rows    []wayRow // in the order of the steps
	At      *fsm.Moment
	OneIn   int64
	Running bool
	Failed  string
}

// wayRow is one way.
type wayRow struct {
	census.Way
	Left int64 // runs that left the same step
}

// waysOf tells of one workflow, and has all counted where that is old or of another program.
func (h *console) waysOf(c *gin.Context, p *fsm.Program, w *fsm.Workflow) ways {
	if known := h.ways.state(); known.Failed == "" && (known.Result == nil || h.old(known.Result.At, known.Result.Revision)) {
		now := fsm.At(h.Engine.Now())
		start(h, &h.ways, who(c).Name, "the ways through workflows", func(ctx context.Context) (*census.Ways, error) {
			found, err := census.Paths(ctx, h.Store, p, now, h.ofAll(ctx, h.ways.progress))
			return &found, err
		})
	}
	state := h.ways.state()
	all := ways{Running: state.Running, Failed: state.Failed}
	if state.Result == nil {
		return all
	}
	all.At, all.OneIn = &state.Result.At, state.Result.OneIn
	left := map[string]int64{}
	for _, way := range state.Result.Workflows[w.Name] {
		left[way.From] += way.Runs
	}
	for _, way := range state.Result.Workflows[w.Name] {
		all.Rows = append(all.Rows, wayRow{way, left[way.From]})
	}
	place := func(r wayRow) int {
		return slices.IndexFunc(w.Steps, func(s fsm.Step) bool { return s.Name == r.From })
	}
	slices.SortStableFunc(all.Rows, func(a, b wayRow) int { return place(a) - place(b) })
	return all
}

// share writes which share of those who left a node of the diagram went an edge; empty: nothing is known of it.
func (w ways) share(of *fsm.Workflow, from, to int, event string) string {
	name := func(node int) string { // the entry is before the steps, the end behind them
		if node < 1 {
			return ""
		}
		if node > len(of.Steps) {
			return census.End
		}
		return of.Steps[node-1].Name
	}
	for _, r := range w.Rows {
		if r.From == name(from) && r.To == name(to) && r.By == event {
			return " " + share(r.Runs, r.Left)
		}
	}
	return ""
}
