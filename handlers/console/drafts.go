package console

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/draft"
)

const draftsPath = programsPath + "/drafts"

// drafts is what the list of drafts shows.
type drafts struct {
	Drafts    []draft.Draft
	Revisions []deploy.Revision // to begin with, the newest first
	Folder    string
	Name      string // that was typed
}

func (h *console) getDrafts(c *gin.Context) { h.drafts(c, http.StatusOK, "") }

func (h *console) drafts(c *gin.Context, status int, notice string) {
	ctx := c.Request.Context()
	body := drafts{Folder: h.Folder, Name: short(c.PostForm("name"))}
	list, err := deploy.Revisions(ctx, h.Store)
	for i := len(list) - 1; i >= 0 && len(body.Revisions) < revisionsShown; i-- {
		body.Revisions = append(body.Revisions, list[i])
	}
	if err == nil {
		body.Drafts, err = h.Drafts.List(ctx)
	}
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, status, "drafts.html", frame{Title: "Drafts", Place: programsPath, Tab: draftsPath, Notice: notice, Body: body})
}

// postDrafts begins a draft with the files of a revision.
func (h *console) postDrafts(c *gin.Context) {
	ctx, name, from := c.Request.Context(), strings.ToLower(strings.TrimSpace(c.PostForm("name"))), short(c.PostForm("from"))
	packed, err := h.Deploy.Packed(ctx, from)
	if errors.Is(err, deploy.ErrNoProgram) {
		h.drafts(c, http.StatusUnprocessableEntity, "Choose a revision to begin with.")
		return
	}
	if err == nil {
		number, _ := strconv.Atoi(from) // a hash has none
		_, err = h.Drafts.Begin(ctx, name, who(c).Name, number, packed)
	}
	if h.refused(c, err, h.drafts) {
		return
	}
	h.noted(c, who(c).Name, fmt.Sprintf("began the draft %s with revision %s", name, from))
	c.Redirect(http.StatusSeeOther, draftsPath+"/"+name)
}

// refused answers where a draft could not be made or changed, and tells whether it did.
func (h *console) refused(c *gin.Context, err error, again func(*gin.Context, int, string)) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, draft.ErrNone):
		h.fail(c, http.StatusNotFound, "There is no such draft. It may have been published, or removed by somebody.")
	case errors.Is(err, draft.ErrTaken), errors.Is(err, draft.ErrMany), errors.Is(err, draft.ErrNewer):
		again(c, http.StatusConflict, sentence(err))
	case errors.Is(err, draft.ErrName), errors.Is(err, draft.ErrFile), errors.Is(err, draft.ErrLarge):
		again(c, http.StatusUnprocessableEntity, sentence(err))
	default:
		h.broken(c, err)
	}
	return true
}

// postRemove removes a draft.
func (h *console) postRemove(c *gin.Context) {
	name := c.Param("name")
	if h.refused(c, h.Drafts.Remove(c.Request.Context(), name), h.drafts) {
		return
	}
	h.noted(c, who(c).Name, "removed the draft "+name)
	c.Redirect(http.StatusSeeOther, draftsPath)
}
