package console

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/draft"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/picture"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/format"
)

// settingsFile is the file that every program has.
const settingsFile = "program.yaml"

// editing is what the page shows on which a file of a draft is written.
type editing struct {
	draft.Draft
	File     string
	Text     string // as it is written, saved or not
	Read     string // the Mark of the text that the writer has read
	Newer    string // what somebody else has written meanwhile; empty: nothing
	Unsaved  bool
	Findings []finding
	Wrong    int // of the findings, those that keep it from going live
	Picture  template.HTML
	Largest  int // bytes of a file
}

// finding is what the checker says.
type finding struct {
	program.Finding
	Here bool // of the file that is shown
}

// getDraft shows a file of a draft.
func (h *console) getDraft(c *gin.Context) { h.draft(c, http.StatusOK, "") }

func (h *console) draft(c *gin.Context, status int, notice string) {
	d, err := h.Drafts.Get(c.Request.Context(), c.Param("name"))
	if h.refused(c, err, h.drafts) {
		return
	}
	file := first(c.Query("file"), 80)
	if _, there := d.Files[file]; !there {
		file = settingsFile
	}
	h.edit(c, status, notice, editing{Draft: d, File: file, Text: d.Files[file], Read: d.Mark(file)})
}

// edit shows what is written, with what the checker says of it.
func (h *console) edit(c *gin.Context, status int, notice string, e editing) {
	shown, err := e.With(e.File, e.Text)
	if err != nil && notice == "" {
		status, notice = http.StatusUnprocessableEntity, sentence(err)
	}
	if err != nil {
		shown = e.Draft
	}
	if err := e.checked(&shown); err != nil {
		h.broken(c, err)
		return
	}
	e.Largest = program.MaxFileSize
	h.show(c, status, "draft.html", frame{Title: e.Name + ": " + e.File, Place: programsPath, Tab: draftsPath, Notice: notice, Body: &e})
}

// checked adds what the checker finds, and the diagram of the workflow that is written.
func (e *editing) checked(d *draft.Draft) error {
	folder, err := d.Folder()
	if err != nil {
		return err
	}
	_, found := program.Check(folder)
	for _, f := range found {
		if f.Severity == format.Wrong {
			e.Wrong++
		}
		e.Findings = append(e.Findings, finding{f, f.File == e.File})
	}
	slices.SortStableFunc(e.Findings, func(a, b finding) int { return rank(b) - rank(a) })
	def, _, _ := program.Load(folder) // what is wrong is told by the findings; the rest can be drawn
	for i := range def.Workflows {
		if w := &def.Workflows[i]; strings.HasSuffix(e.File, "/"+w.Name+".yaml") {
			e.Picture = steps(w)
		}
	}
	return nil
}

// steps draws a workflow.
func steps(w *fsm.Workflow) template.HTML {
	return template.HTML(picture.Steps(w).SVG()) //nolint:gosec // what it says of the program is escaped there
}

// rank puts what is wrong first, and what is said of the file that is shown.
func rank(f finding) int {
	n := 0
	if f.Severity == format.Wrong {
		n += 2
	}
	if f.Here {
		n++
	}
	return n
}

// written is what was posted of a file.
func (h *console) written(c *gin.Context) (editing, error) {
	d, err := h.Drafts.Get(c.Request.Context(), c.Param("name"))
	return editing{Draft: d, File: first(c.PostForm("file"), 80), Text: c.PostForm("text"), Read: short(c.PostForm("read")), Unsaved: true}, err
}

// postCheck checks what is written, and saves nothing.
func (h *console) postCheck(c *gin.Context) {
	e, err := h.written(c)
	if h.refused(c, err, h.drafts) {
		return
	}
	h.edit(c, http.StatusOK, "", e)
}

// postSave saves a file. Where somebody else has changed it, both texts are shown and nothing is saved.
func (h *console) postSave(c *gin.Context) {
	e, err := h.written(c)
	if h.refused(c, err, h.drafts) {
		return
	}
	d, err := h.Drafts.Save(c.Request.Context(), e.Name, e.File, e.Read, e.Text, who(c).Name)
	if errors.Is(err, draft.ErrNewer) {
		e.Draft, e.Newer, e.Read = d, d.Files[e.File], d.Mark(e.File)
		h.edit(c, http.StatusConflict, fmt.Sprintf("%s has changed this file meanwhile. Your text is below, theirs beneath it; saving now puts yours in its place.", d.By), e)
		return
	}
	if h.refused(c, err, func(c *gin.Context, status int, notice string) { h.edit(c, status, notice, e) }) {
		return
	}
	h.saved(c, &d, e.File)
}

// saved leads back to the file, or to another one where it was removed.
func (h *console) saved(c *gin.Context, d *draft.Draft, file string) {
	h.noted(c, who(c).Name, fmt.Sprintf("changed the draft %s: %s", d.Name, file))
	target := draftsPath + "/" + d.Name
	if _, there := d.Files[file]; there {
		target += "?file=" + file
	}
	c.Redirect(http.StatusSeeOther, target)
}
