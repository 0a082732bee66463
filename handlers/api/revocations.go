package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

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
	ctx := c.Request.Context()
	phones, err := h.Store.Held(ctx, maxLimit)
	list := []revocation{}
	for _, phone := range phones {
		var r revocation
		var held bool
		if r, held, err = h.revocation(ctx, phone); err != nil {
			break
		}
		if held {
			list = append(list, r)
		}
	}
	if err != nil {
		h.unavailable(c, "list what has to be looked at", err).Answer(c)
		return
	}
	c.JSON(http.StatusOK, revocations{list})
}

// revocation tells of one person, if his marketing is still held.
func (h *handlers) revocation(ctx context.Context, phone fsm.Phone) (r revocation, held bool, err error) {
	rec, err := h.Store.Record(ctx, phone)
	if err != nil || rec.Hold == nil {
		return r, false, err
	}
	hold := rec.Hold
	r = revocation{Phone: phone, Message: hold.Seq, Reason: hold.Reason, HeldAt: hold.Since, Due: hold.Due,
		DaysLeft: h.Engine.Program().BusinessDaysLeft(fsm.At(h.Engine.Now()), hold.Due)}
	messages, err := h.Store.Messages(ctx, phone, hold.Seq+1, 1)
	if len(messages) > 0 && messages[0].Seq == hold.Seq {
		r.Text = messages[0].Body
	}
	return r, true, err
}
