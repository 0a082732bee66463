package console

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/reach"
	"github.com/parley-sms/parley/fsm"
)

const segmentsPath = "/segments"

// sizesFor is how long sizes of segments are shown before they are counted anew.
const sizesFor = 10 * time.Minute

// getSegments shows the sizes of segments, and has them counted where they are old or of another program.
func (h *console) getSegments(c *gin.Context) {
	known := h.sizes.state()
	old := known.Result == nil || known.Result.Revision != h.Engine.Program().Revision || h.Engine.Now().Sub(known.Result.At.Time()) > sizesFor
	if old && known.Failed == "" {
		h.count(c)
	}
	h.show(c, http.StatusOK, "segments.html", frame{Title: "Segments", Place: workflowsPath, Tab: segmentsPath, Body: h.sizes.state()})
}

// postSegments has the segments counted at once.
func (h *console) postSegments(c *gin.Context) {
	h.count(c)
	c.Redirect(http.StatusSeeOther, segmentsPath)
}

func (h *console) count(c *gin.Context) {
	p, now := h.Engine.Program(), fsm.At(h.Engine.Now())
	start(h, &h.sizes, who(c).Name, "the sizes of segments", func(ctx context.Context) (*reach.Sizes, error) {
		sizes, err := reach.Segments(ctx, h.Store, p, now, h.ofAll(ctx, h.sizes.progress))
		return &sizes, err
	})
}

// ofAll tells a task how many of all people it has looked at.
func (h *console) ofAll(ctx context.Context, progress func(done, of uint64)) func(int64) {
	stats, _ := h.Store.Stats(ctx) // without them it shows no progress
	return func(n int64) { progress(uint64(n), uint64(stats.Subscribers)) }
}
