package console

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const compliancePath = "/compliance"

// soon is how many business days before its end a clock is shown as urgent.
const soon = 3

// compliance is what its page shows.
type compliance struct {
	Queue  []bot.Revocation
	Most   int // that the queue shows
	Soon   int
	Sealed uint64         // facts in the ledger's log
	Head   *ledger.Anchor // the latest; nil: there is none yet
	Proof  taskState[ledger.Report]
}

func (h *console) getCompliance(c *gin.Context) { h.complied(c, http.StatusOK, "") }

func (h *console) complied(c *gin.Context, status int, notice string) {
	body, err := h.compliance(c.Request.Context())
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, status, "compliance.html", frame{Title: "Compliance", Place: compliancePath, Notice: notice, Body: body})
}

func (h *console) compliance(ctx context.Context) (b compliance, err error) {
	b.Most, b.Soon, b.Proof = bot.MaxRevocations, soon, h.prover.state()
	if b.Queue, err = bot.Revocations(ctx, h.Store, h.Engine.Program(), fsm.At(h.Engine.Now())); err != nil {
		return b, err
	}
	if b.Sealed, err = h.Store.Sealed(ctx); err != nil {
		return b, err
	}
	head, err := ledger.Head(ctx, h.Store)
	if errors.Is(err, store.ErrNotFound) {
		return b, nil
	}
	b.Head = &head
	return b, err
}

// postDecision decides about a text that may be a revocation, if it still is the one that waits.
func (h *console) postDecision(c *gin.Context) {
	ctx, phone := c.Request.Context(), fsm.Phone(c.Param("phone"))
	if _, err := h.Store.Record(ctx, phone); err != nil {
		h.missing(c, err)
		return
	}
	seq, err := strconv.ParseUint(c.PostForm("text"), 10, 64)
	if err != nil || seq == 0 {
		seq = math.MaxUint64 // no text that waits
	}
	event, err := h.decision(c.PostForm("do"), who(c).Name, seq)
	if err != nil {
		h.complied(c, http.StatusUnprocessableEntity, sentence(err))
		return
	}
	decided, err := h.Engine.Apply(ctx, phone, event)
	switch {
	case err != nil:
		h.broken(c, err)
	case decided.Denied != nil:
		h.complied(c, http.StatusConflict, h.before(ctx, phone))
	default:
		c.Redirect(http.StatusSeeOther, compliancePath)
	}
}

// before tells who has decided about a text in the meantime.
func (h *console) before(ctx context.Context, phone fsm.Phone) string {
	facts, err := h.Store.Consent(ctx, phone)
	if err != nil {
		h.Log.Error("who has decided about a text cannot be read", "err", err)
	}
	for _, fact := range slices.Backward(facts) {
		switch {
		case fact.By == "":
		case fact.Fact == fsm.Withdrawn:
			return fmt.Sprintf("Nothing was changed: %s has decided already that it is an opt-out. The queue below is as it is now.", fact.By)
		case fact.Fact == fsm.Released:
			return fmt.Sprintf("Nothing was changed: %s has decided already that it is no opt-out. The queue below is as it is now.", fact.By)
		}
	}
	return "Nothing was changed: this text waits no more, or another one has come since. The queue below is as it is now."
}

// decision is the event of a decision. It stands in the person's ledger with who made it, so the audit repeats nothing.
func (h *console) decision(do, by string, seq uint64) (fsm.Event, error) {
	switch do {
	case "stop":
		return fsm.OptOut{ID: fmt.Sprintf("console/%d", seq), Source: "console", At: fsm.At(h.Engine.Now()), By: by, Of: seq,
			Evidence: map[string]string{"message": strconv.FormatUint(seq, 10)}}, nil
	case "release":
		return fsm.ReleaseHold{By: by, Of: seq}, nil
	}
	return nil, fmt.Errorf("%.20q is no decision; it is release or stop", do)
}
