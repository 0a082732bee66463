package console

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/user"
)

const proposalsPath = programsPath + "/proposals"

// proposed is what the page of a change shows that waits for a second person.
type proposed struct {
	deploy.Proposed
	deploy.Proposal      // as it is now
	May             bool // the reader may decide about it
	Own             bool // and has proposed it himself
}

// getProposal shows a change with its plan.
func (h *console) getProposal(c *gin.Context) { h.proposal(c, http.StatusOK, "") }

func (h *console) proposal(c *gin.Context, status int, notice string) {
	ctx := c.Request.Context()
	p, err := h.Deploy.Proposal(ctx, short(c.Param("hash")))
	if errors.Is(err, deploy.ErrNoProposal) {
		h.fail(c, http.StatusNotFound, sentence(err))
		return
	}
	body := proposed{Proposed: p, May: who(c).Role.May(user.Approve), Own: strings.EqualFold(p.By, who(c).Name)}
	if err == nil {
		body.Proposal, err = h.Deploy.Plan(ctx, p.Order)
	}
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, status, "proposal.html", frame{Title: "Proposal " + p.Hash, Place: programsPath, Notice: notice, Body: &body})
}

// postProposal makes a proposed change, or declines it.
func (h *console) postProposal(c *gin.Context) {
	ctx, hash, by := c.Request.Context(), short(c.Param("hash")), who(c).Name
	var out deploy.Outcome
	var err error
	approves := c.PostForm("do") == "approve"
	if approves {
		out, err = h.Deploy.Approve(ctx, hash, by)
	} else {
		err = h.Deploy.Decline(ctx, hash)
	}
	switch {
	case errors.Is(err, deploy.ErrNoProposal):
		h.fail(c, http.StatusNotFound, sentence(err))
	case errors.Is(err, deploy.ErrOwn):
		h.proposal(c, http.StatusForbidden, sentence(err))
	case err != nil:
		h.broken(c, err)
	case approves && out.Deployed == nil:
		h.proposal(c, http.StatusConflict, out.Refused+". The plan below is as it is now; propose it anew if it is what you want.")
	case approves:
		h.noted(c, by, fmt.Sprintf("approved the plan %s: revision %d is live", hash, out.Deployed.Number))
		c.Redirect(http.StatusSeeOther, programsPath)
	default:
		h.noted(c, by, "declined the plan "+hash)
		c.Redirect(http.StatusSeeOther, programsPath)
	}
}
