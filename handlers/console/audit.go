package console

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/store"
)

// auditPage is how many acts a page shows.
const auditPage = 100

// audit is what its page shows.
type audit struct {
	Acts []store.Act
	More uint64 // number before which older ones are; 0: there are none
}

func (h *console) getAudit(c *gin.Context) {
	before, _ := strconv.ParseUint(c.Query("before"), 10, 64) // what is no number shows the newest
	acts, err := h.Store.Acts(c.Request.Context(), before, auditPage)
	if err != nil {
		h.broken(c, err)
		return
	}
	a := audit{Acts: acts}
	if len(acts) == auditPage && acts[len(acts)-1].Number > 1 {
		a.More = acts[len(acts)-1].Number
	}
	h.show(c, http.StatusOK, "audit.html", frame{Title: "What the staff did", Place: "/staff", Body: a})
}
