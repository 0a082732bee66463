package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// holdReleased answers for a marketing hold.
type holdReleased struct {
	Phone         fsm.Phone `json:"phone"`
	MarketingHold *string   `json:"marketing_hold" doc:"Null: marketing goes on."`
}

// postRelease lets marketing go on after a person has looked at a doubtful text. Where it is not
// held it does nothing.
func (h *handlers) postRelease(c *gin.Context) {
	phone, o := h.addressedBody(c, releaseShape())
	release := fsm.ReleaseHold{By: h.recorder(c, o.text("by"))}
	if o.fault != nil {
		o.fault.Answer(c)
		return
	}
	decision, err := h.Engine.Apply(c.Request.Context(), phone, release)
	switch {
	case err != nil:
		h.unavailable(c, "release the hold", err).Answer(c)
	case decision.Next.Version == 0:
		neverSeen().Answer(c)
	default:
		c.JSON(http.StatusOK, holdReleased{phone, nil})
	}
}
