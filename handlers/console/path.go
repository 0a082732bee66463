package console

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/census"
	"github.com/parley-sms/parley/fsm"
)

// pathDays is how far back a person's path goes.
const pathDays = 90

// path is what the page of a person's way through the workflows shows.
type path struct {
	Phone fsm.Phone
	Days  int
	Walks []*census.Walk // the newest first
}

// getPath shows which steps a person's runs took, and when.
func (h *console) getPath(c *gin.Context) {
	ctx, phone := c.Request.Context(), fsm.Phone(short(c.Param("phone")))
	if _, err := h.Store.Record(ctx, phone); err != nil {
		h.missing(c, err)
		return
	}
	since := fsm.At(h.Engine.Now()).Add(-pathDays * 24 * time.Hour)
	walks, err := census.Path(ctx, h.Store, h.Engine.Program(), phone, since)
	if err != nil {
		h.broken(c, err)
		return
	}
	slices.Reverse(walks)
	h.show(c, http.StatusOK, "path.html", frame{Title: "Path of " + string(phone), Place: peoplePath, Body: path{phone, pathDays, walks}})
}
