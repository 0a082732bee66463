package console

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/census"
	"github.com/parley-sms/parley/fsm"
)

const segmentsPath = "/segments"

// getSegments shows the sizes of segments, and has them counted where they are old or of another program.
func (h *console) getSegments(c *gin.Context) {
	if known := h.sizes.state(); known.Failed == "" && (known.Result == nil || h.old(known.Result.At, known.Result.Revision)) {
		h.countSegments(c)
	}
	h.show(c, http.StatusOK, "segments.html", frame{Title: "Segments", Place: workflowsPath, Tab: segmentsPath, Body: h.sizes.state()})
}

// postSegments has the segments counted at once.
func (h *console) postSegments(c *gin.Context) {
	h.countSegments(c)
	c.Redirect(http.StatusSeeOther, segmentsPath)
}

func (h *console) countSegments(c *gin.Context) {
	p, now := h.Engine.Program(), fsm.At(h.Engine.Now())
	start(h, &h.sizes, who(c).Name, "the sizes of segments", func(ctx context.Context) (*census.Sizes, error) {
		sizes, err := census.Segments(ctx, h.Store, p, now, h.ofAll(ctx, h.sizes.progress))
		return &sizes, err
	})
}
