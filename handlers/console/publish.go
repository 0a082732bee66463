package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/draft"
	"github.com/parley-sms/parley/bot/user"
)

// publishing is what the page shows on which a draft goes live.
type publishing struct {
	draft.Draft
	deploy.Proposal
	Folder   string // in which the program is kept; empty: here
	May      bool   // the reader may let it go live at once
	Approval bool   // the live program asks for a second person
	Same     bool   // it is the live program
	Message  string
}

// getPlan shows what a draft would do if it went live.
func (h *console) getPlan(c *gin.Context) { h.plan(c, http.StatusOK, "") }

func (h *console) plan(c *gin.Context, status int, notice string) {
	d, err := h.Drafts.Get(c.Request.Context(), c.Param("name"))
	if h.refused(c, err, h.drafts) {
		return
	}
	live := h.Engine.Program()
	body := publishing{Draft: d, Folder: h.Folder, May: who(c).Role.May(user.Approve), Approval: live.Approval, Message: first(c.PostForm("message"), maxMessage)}
	order, err := h.ordered(&d)
	if err == nil {
		body.Proposal, err = h.Deploy.Plan(c.Request.Context(), order)
	}
	if err != nil {
		h.broken(c, err)
		return
	}
	body.Same = body.Usable() && body.Plan.Live == body.Plan.New
	h.show(c, status, "publish.html", frame{Title: "Plan of " + d.Name, Place: programsPath, Tab: draftsPath, Notice: notice, Body: &body})
}

func (h *console) ordered(d *draft.Draft) (deploy.Order, error) {
	packed, err := d.Packed()
	return deploy.Order{Program: packed}, err
}

// postPublish lets a draft go live by the plan that was seen, or proposes it to a second person.
func (h *console) postPublish(c *gin.Context) {
	ctx, by := c.Request.Context(), who(c)
	d, err := h.Drafts.Get(ctx, c.Param("name"))
	if h.refused(c, err, h.drafts) {
		return
	}
	if h.Folder != "" {
		h.plan(c, http.StatusConflict, "This server's program is kept in a folder. Download the draft, put its files there, and deploy them.")
		return
	}
	order, err := h.ordered(&d)
	if err != nil {
		h.broken(c, err)
		return
	}
	order.Hash, order.Author, order.Message = short(c.PostForm("hash")), by.Name, first(c.PostForm("message"), maxMessage)
	do := h.Deploy.Propose
	if c.PostForm("do") == "publish" && by.Role.May(user.Approve) {
		do = h.Deploy.Deploy
	}
	out, err := do(ctx, order)
	h.published(c, &d, order.Hash, out, err)
}

// published tells what came of it.
func (h *console) published(c *gin.Context, d *draft.Draft, hash string, out deploy.Outcome, err error) {
	ctx, by := context.WithoutCancel(c.Request.Context()), who(c).Name
	switch {
	case err != nil:
		h.broken(c, err)
	case out.Proposed:
		h.noted(c, by, fmt.Sprintf("proposed the draft %s as the plan %s", d.Name, hash))
		c.Redirect(http.StatusSeeOther, proposalsPath+"/"+hash)
	case out.Deployed == nil:
		h.plan(c, http.StatusConflict, out.Refused+". The plan below is as it is now.")
	default:
		h.noted(c, by, fmt.Sprintf("let the draft %s go live as revision %d", d.Name, out.Deployed.Number))
		if err := h.Drafts.Remove(ctx, d.Name); err != nil && !errors.Is(err, draft.ErrNone) {
			h.Log.Error("a draft that is live was not removed", "draft", d.Name, "err", err)
		}
		c.Redirect(http.StatusSeeOther, programsPath)
	}
}

// getDraftPacked gives the files of a draft as a zip, for a folder in git.
func (h *console) getDraftPacked(c *gin.Context) {
	d, err := h.Drafts.Get(c.Request.Context(), c.Param("name"))
	if h.refused(c, err, h.drafts) {
		return
	}
	packed, err := d.Packed()
	if err != nil {
		h.broken(c, err)
		return
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.zip"`, d.Name))
	c.Data(http.StatusOK, "application/zip", packed)
}
