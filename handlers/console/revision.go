package console

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm/program"
)

// revision is what the page of one revision shows.
type revision struct {
	deploy.Revision
	deploy.Proposal // what going back to it would do
	Live            bool
	May             bool // the reader may let it go live
	Files           []file
}

type file struct{ Name, Content string }

func (h *console) getRevision(c *gin.Context) { h.revision(c, http.StatusOK, "") }

// revision shows the revision that the path names.
func (h *console) revision(c *gin.Context, status int, notice string) {
	r, live, ok := h.numbered(c)
	if !ok {
		return
	}
	body := revision{Revision: r, Live: live, May: who(c).Role.May(user.Approve)}
	ctx, name := c.Request.Context(), strconv.Itoa(r.Number)
	packed, err := h.Deploy.Packed(ctx, name)
	if err == nil {
		body.Files, err = unpacked(packed)
	}
	if err == nil && !live {
		body.Proposal, err = h.Deploy.Plan(ctx, deploy.Order{Revision: name})
	}
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, status, "revision.html", frame{Title: "Revision " + name, Place: programsPath, Notice: notice, Body: &body})
}

// numbered finds the revision that the path names, or answers that there is none.
func (h *console) numbered(c *gin.Context) (r deploy.Revision, live, ok bool) {
	list, err := deploy.Revisions(c.Request.Context(), h.Store)
	if err != nil {
		h.broken(c, err)
		return r, false, false
	}
	number, _ := strconv.Atoi(c.Param("number")) // what is no number is no revision's
	at := slices.IndexFunc(list, func(r deploy.Revision) bool { return r.Number == number })
	if at < 0 {
		h.fail(c, http.StatusNotFound, fmt.Sprintf("There is no revision %.20q. The list of programs shows those that there are.", c.Param("number")))
		return r, false, false
	}
	return list[at], at == len(list)-1, true
}

// unpacked reads the files of a packed program.
func unpacked(packed []byte) (list []file, err error) {
	folder, err := deploy.Unpack(packed)
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := contentOf(folder, name)
		list = append(list, file{name, content})
		return err
	})
	return list, err
}

// contentOf reads no more of a file than a program may have.
func contentOf(folder fs.FS, name string) (string, error) {
	f, err := folder.Open(name)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, program.MaxFileSize))
	return string(content), err
}

// getPacked gives the files of a revision as a zip, for a folder in git.
func (h *console) getPacked(c *gin.Context) {
	r, _, ok := h.numbered(c)
	if !ok {
		return
	}
	packed, err := h.Deploy.Packed(c.Request.Context(), strconv.Itoa(r.Number))
	if err != nil {
		h.broken(c, err)
		return
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="program-%d-%s.zip"`, r.Number, r.Hash))
	c.Data(http.StatusOK, "application/zip", packed)
}

// postRevision goes back to a revision, if the plan that was seen still is the plan.
func (h *console) postRevision(c *gin.Context) {
	r, _, ok := h.numbered(c)
	if !ok {
		return
	}
	out, err := h.order(c.Request.Context(), c, r)
	switch {
	case err != nil:
		h.broken(c, err)
	case out.Proposed:
		h.noted(c, who(c).Name, fmt.Sprintf("proposed to go back to revision %d (%s)", r.Number, r.Hash))
		c.Redirect(http.StatusSeeOther, proposalsPath+"/"+out.Plan.Hash)
	case out.Deployed == nil:
		h.revision(c, http.StatusConflict, out.Refused+". The plan below is as it is now.")
	default:
		h.noted(c, who(c).Name, fmt.Sprintf("let revision %d go live, the program of revision %d (%s)", out.Deployed.Number, r.Number, r.Hash))
		c.Redirect(http.StatusSeeOther, programsPath)
	}
}

// maxMessage bounds why a program went live, in characters.
const maxMessage = 500

func (h *console) order(ctx context.Context, c *gin.Context, r deploy.Revision) (deploy.Outcome, error) {
	return h.Deploy.Deploy(ctx, deploy.Order{Revision: strconv.Itoa(r.Number), Hash: short(c.PostForm("hash")), Author: who(c).Name,
		Message: first(c.PostForm("message"), maxMessage)})
}
