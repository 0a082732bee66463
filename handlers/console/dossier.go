package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/dossier"
	"github.com/parley-sms/parley/store"
)

// dossierForms are the forms of the file about one person's consent, by what their addresses end with.
var dossierForms = map[string]struct {
	ending, kind string
	writer       func(io.Writer) dossier.Writer
}{
	"page": {"html", "text/html; charset=utf-8", dossier.HTML},
	"json": {"json", "application/json", dossier.JSON},
}

// getDossier gives the file about one person's consent, to be kept.
func (h *console) getDossier(c *gin.Context) {
	form, known := dossierForms[c.Param("form")]
	if !known {
		h.fail(c, http.StatusNotFound, "The consent file comes as a page or as JSON.")
		return
	}
	told, err := h.Dossier.Make(c.Request.Context(), c.Param("phone"))
	if err != nil {
		h.missing(c, err)
		return
	}
	h.noted(c, who(c).Name, "took the consent file of a person")
	c.Header("Content-Type", form.kind)
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="consent-%s.%s"`, strings.TrimPrefix(c.Param("phone"), "+"), form.ending))
	if err := h.writeDossier(c.Request.Context(), form.writer(c.Writer), told); err != nil {
		h.Log.Error("a consent file was cut off; its last part, which seals it, is missing", "err", err)
	}
}

// writeDossier writes a dossier with its marketing texts, page by page.
func (h *console) writeDossier(ctx context.Context, w dossier.Writer, told *dossier.Dossier) error {
	if err := w.Begin(told); err != nil {
		return err
	}
	for after, texts, more := uint64(0), 0, told.Marketing > 0; more; {
		page, err := h.Dossier.Marketing(ctx, told.Phone, after)
		if err != nil {
			return err
		}
		for i := range page.Texts {
			if err := w.Text(&page.Texts[i]); err != nil {
				return err
			}
		}
		texts += len(page.Texts)
		after, more = page.Next, page.Next > 0 && texts < dossier.MaxTexts
	}
	return w.End()
}

// missing tells that nothing is known of a person, or that the server could not look.
func (h *console) missing(c *gin.Context, err error) {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, dossier.ErrUnknown) {
		h.fail(c, http.StatusNotFound, "Nothing is known of this number. A number is written in full, such as +12125550123.")
		return
	}
	h.broken(c, err)
}
