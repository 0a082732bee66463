package console

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/deploy"
)

const programsPath = "/programs"

// revisionsShown is how many revisions are listed, the newest first.
const revisionsShown = 100

// programs is what its page shows.
type programs struct {
	Revisions []deploy.Revision // newest first; the first one is live
	More      int               // older ones that are not shown
	Waiting   []deploy.Proposed // for a second person
}

func (h *console) getPrograms(c *gin.Context) {
	list, err := deploy.Revisions(c.Request.Context(), h.Store)
	var waiting []deploy.Proposed
	if err == nil {
		waiting, err = deploy.Proposals(c.Request.Context(), h.Store)
	}
	if err != nil {
		h.broken(c, err)
		return
	}
	slices.Reverse(list)
	shown := list[:min(len(list), revisionsShown)]
	h.show(c, http.StatusOK, "programs.html", frame{Title: "Programs", Place: programsPath, Body: programs{shown, len(list) - len(shown), waiting}})
}
