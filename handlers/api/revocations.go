package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// revocations are the texts that a person has to look at.
type revocations struct {
	List []revocation `json:"revocations" doc:"Those that must be looked at first before the others, at most 500."`
}

// revocation is a text that may mean that somebody wants no more texts. Marketing is held meanwhile.
type revocation struct {
	Phone    fsm.Phone  `json:"phone"`
	Message  uint64     `json:"message" doc:"The id of the text."`
	Text     string     `json:"text"`
	Reason   string     `json:"reason" doc:"What in it may be a revocation."`
	HeldAt   fsm.Moment `json:"held_at"`
	Due      fsm.Moment `json:"due" doc:"If nobody has looked by then, it is obeyed: the person is stopped."`
	DaysLeft int        `json:"business_days_left" doc:"Today among them."`
}

// getRevocations lists the texts that wait for a decision: release-hold says that one is no revocation,
// opt-out that it is.
func (h *handlers) getRevocations(c *gin.Context) {
	list, err := bot.Revocations(c.Request.Context(), h.Store, h.Engine.Program(), fsm.At(h.Engine.Now()))
	if err != nil {
		h.unavailable(c, "list what has to be looked at", err).Answer(c)
		return
	}
	told := make([]revocation, len(list))
	for i, r := range list {
		told[i] = revocation{Phone: r.Phone, Message: r.Seq, Text: r.Text, Reason: r.Reason, HeldAt: r.Since, Due: r.Due, DaysLeft: r.DaysLeft}
	}
	c.JSON(http.StatusOK, revocations{told})
}
