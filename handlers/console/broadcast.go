package console

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/census"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
)

// onBroadcast is what the page of one broadcast or schedule shows.
type onBroadcast struct {
	castRow
	Texts    []castText // of its first step that texts
	Reach    *census.Reach
	Running  bool
	Percent  int
	Failed   string
	Currency string
	Price    float64 // of one segment; 0: not said
	Pace     float64 // segments a second of all senders together
	Least    int     // segments of the first text
	Most     int
	Revision deploy.Revision // the live one
}

// castText is one wording of a text, as long and as short as it can come out.
type castText struct {
	fsm.Extreme
	Long, Short segment.Count
}

// Recipients are about how many get the first text, at once or later.
func (b *onBroadcast) Recipients() int64 { return b.Reach.Estimate(b.Reach.Goes + b.Reach.Later) }

// Cost is what the first text costs at the least or at the most.
func (b *onBroadcast) Cost(segments int) string {
	return fmt.Sprintf("%.2f %s", float64(b.Recipients())*float64(segments)*b.Price, b.Currency)
}

// Takes is how long the senders take for all first texts at the least or at the most.
func (b *onBroadcast) Takes(segments int) string {
	seconds := float64(b.Recipients()) * float64(segments) / b.Pace
	return (time.Duration(math.Ceil(seconds)) * time.Second).String()
}

func (h *console) getBroadcast(c *gin.Context) {
	ctx, p, name := c.Request.Context(), h.Engine.Program(), c.Param("name")
	rows, err := h.casts(ctx, p)
	if err != nil {
		h.broken(c, err)
		return
	}
	for _, row := range rows {
		if row.Name != name {
			continue
		}
		body, err := h.onBroadcast(ctx, p, row)
		if err != nil {
			h.broken(c, err)
			return
		}
		h.foresee(c, p, row.Workflow, body)
		h.show(c, http.StatusOK, "broadcast.html", frame{Title: name, Place: workflowsPath, Tab: broadcastsPath, Body: body})
		return
	}
	h.fail(c, http.StatusNotFound, fmt.Sprintf("The live program has no broadcast and no schedule %.60q.", name))
}

func (h *console) onBroadcast(ctx context.Context, p *fsm.Program, row castRow) (*onBroadcast, error) {
	b := &onBroadcast{castRow: row, Currency: p.Currency, Price: p.Price}
	for _, s := range p.Senders {
		b.Pace += s.Pace
	}
	for i, s := range row.Steps {
		if s.Kind != fsm.SendStep && s.Kind != fsm.AskStep {
			continue
		}
		for _, e := range p.Extremes(row.Name, i) {
			if !e.Retry {
				b.add(e)
			}
		}
		break
	}
	list, err := deploy.Revisions(ctx, h.Store)
	if len(list) > 0 {
		b.Revision = list[len(list)-1]
	}
	return b, err
}

// add adds one wording.
func (b *onBroadcast) add(e fsm.Extreme) {
	t := castText{e, segment.Of(e.Widest, false), segment.Of(e.Shortest, false)}
	b.Texts = append(b.Texts, t)
	b.Most = max(b.Most, t.Long.Segments)
	if b.Least == 0 || t.Short.Segments < b.Least {
		b.Least = t.Short.Segments
	}
}

// foresee adds whom it would reach, and has that found out where it is old or of something else.
func (h *console) foresee(c *gin.Context, p *fsm.Program, w *fsm.Workflow, b *onBroadcast) {
	mine := func(r *census.Reach) bool { return r != nil && r.Workflow == w.Name && !h.old(r.At, r.Revision) }
	if known := h.reach.state(); !mine(known.Result) && known.Failed == "" {
		now := fsm.At(h.Engine.Now())
		start(h, &h.reach, who(c).Name, "whom a broadcast reaches", func(ctx context.Context) (*census.Reach, error) {
			tell, err := h.Engine.Foreteller(ctx)
			if err != nil {
				return nil, err
			}
			r, err := census.Broadcast(ctx, h.Store, p, w, tell, now, h.ofAll(ctx, h.reach.progress))
			return &r, err
		})
	}
	state := h.reach.state()
	b.Running, b.Percent, b.Failed = state.Running, state.Percent, state.Failed
	if mine(state.Result) {
		b.Reach = state.Result
	}
}
