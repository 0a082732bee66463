package console

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/outline"
	"github.com/parley-sms/parley/fsm/picture"
	"github.com/parley-sms/parley/fsm/plan"
)

// onWorkflow is what the page of one workflow shows.
type onWorkflow struct {
	*fsm.Workflow
	Facts   []outline.Fact
	Paused  string // how, in words; empty: it goes on
	May     bool   // the reader may pause it
	Pauses  []pausing
	Targets []target
	Entered int64
	Goals   int64
	Steps   []stepRow
	Picture template.HTML
	Days    int
	At      time.Time // of the counts
	Still   bool      // the page does not refresh itself
	Ways    ways
}

// pausing is a way to pause.
type pausing struct {
	How   fsm.Pause
	Means string
}

// stepRow is a step with who stands there and what came of it.
type stepRow struct {
	*fsm.Step
	Says      []outline.Fact
	Inside    int64
	Does      []string // what those inside wait for, in words
	Texts     int64
	Delivered string
	Replied   string
	Clicked   string
	OptOuts   string
}

func (h *console) getWorkflow(c *gin.Context) { h.workflow(c, http.StatusOK, "") }

// workflow shows the workflow that the path names.
func (h *console) workflow(c *gin.Context, status int, notice string) {
	p, name := h.Engine.Program(), c.Param("name")
	for i := range p.Workflows {
		if w := &p.Workflows[i]; w.Name == name {
			body, err := h.onWorkflow(c.Request.Context(), p, w)
			if err != nil {
				h.broken(c, err)
				return
			}
			body.May, body.Still = who(c).Role.May(user.Propose), c.Query("still") != ""
			body.Ways = h.waysOf(c, p, w)
			body.Picture = drawing(w, body)
			h.show(c, status, "workflow.html", frame{Title: w.Name, Place: workflowsPath, Notice: notice, Body: body})
			return
		}
	}
	h.fail(c, http.StatusNotFound, fmt.Sprintf("The live program has no workflow %.60q. The list of workflows shows those that it has.", name))
}

func (h *console) onWorkflow(ctx context.Context, p *fsm.Program, w *fsm.Workflow) (*onWorkflow, error) {
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
	o := &onWorkflow{Workflow: w, Facts: outline.Workflow(w), Paused: plan.Meaning(paused[w.Name]), Targets: sums.targets(w),
		Entered: sums.of(w.Name, fsm.SumEntered), Goals: sums.of(w.Name, fsm.SumGoals), Days: figureDays, At: h.Engine.Now()}
	for _, how := range []fsm.Pause{fsm.PauseEntries, fsm.PauseSends, fsm.PauseDrain} {
		o.Pauses = append(o.Pauses, pausing{how, plan.Meaning(how)})
	}
	for i := range w.Steps {
		o.Steps = append(o.Steps, stepOf(w, &w.Steps[i], standing, sums))
	}
	return o, nil
}

// drawing is the diagram with who is inside and which share of those who left a step went where.
func drawing(w *fsm.Workflow, o *onWorkflow) template.HTML {
	graph := picture.Steps(w)
	graph.Nodes[0].Notes = nil // the page says them beside it
	for i, row := range o.Steps {
		graph.Nodes[i+1].Notes = []picture.Note{{Text: inside(row.Inside)}} // behind the entry; the table says the rest
	}
	for i := range graph.Edges {
		e := &graph.Edges[i]
		for k, event := range e.Events {
			if len(e.From) == 1 {
				e.Events[k] += o.Ways.share(w, e.From[0], e.To, event)
			}
		}
	}
	return template.HTML(graph.SVG()) //nolint:gosec // what it says of the program is escaped there
}

// stepOf tells of one step.
func stepOf(w *fsm.Workflow, s *fsm.Step, standing map[fsm.Stand]int64, all sums) stepRow {
	of := func(name string) int64 { return all[[3]string{w.Name, s.Name, name}] }
	row := stepRow{Step: s, Says: outline.Step(s), Texts: of(fsm.SumReleased)}
	for _, phase := range phases {
		if n := standing[fsm.Stand{Workflow: w.Name, Step: s.Name, Phase: phase.Phase}]; n > 0 {
			row.Inside += n
			row.Does = append(row.Does, fmt.Sprintf("%d %s", n, phase.says))
		}
	}
	row.Delivered, row.Replied = share(of(fsm.SumDelivered), row.Texts), share(of(fsm.SumReplied), row.Texts)
	row.Clicked, row.OptOuts = share(of(fsm.SumClicked), row.Texts), share(of(fsm.SumOptOuts), row.Texts)
	return row
}

// phases says what runs do at a step.
var phases = []struct {
	fsm.Phase
	says string
}{
	{fsm.Scheduled, "until its time comes"}, {fsm.Wanting, "for their text to go"}, {fsm.OnWire, "for the carrier to tell of their text"},
	{fsm.Asked, "to answer"}, {fsm.Waiting, "for an event"}, {fsm.Calling, "for the answer of a call"},
}

// inside says how many runs are somewhere.
func inside(n int64) string { return fmt.Sprintf("%d inside", n) }

// postPause pauses a workflow, or resumes it where no way to pause is posted.
func (h *console) postPause(c *gin.Context) {
	ctx, name, how := c.Request.Context(), c.Param("name"), fsm.Pause(c.PostForm("how"))
	paused, err := bot.Pauses(ctx, h.Store)
	if err != nil {
		h.broken(c, err)
		return
	}
	if how == paused[name] { // as somebody else wished just before
		c.Redirect(http.StatusSeeOther, workflowsPath+"/"+name)
		return
	}
	if err := h.Deploy.Pause(ctx, name, how); err != nil {
		h.workflow(c, http.StatusUnprocessableEntity, sentence(err))
		return
	}
	did := "resumed the workflow " + name
	if how != "" {
		did = fmt.Sprintf("paused the workflow %s (%s)", name, how)
	}
	h.noted(c, who(c).Name, did)
	c.Redirect(http.StatusSeeOther, workflowsPath+"/"+name)
}
