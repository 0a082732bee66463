package phone

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	handset "github.com/parley-sms/parley/bot/phone"
)

// clock tells the test phone's time.
type clock struct {
	Now    time.Time `json:"now"`
	Offset string    `json:"offset"` // ahead of the machine's
}

func (h *handlers) clock() clock {
	return clock{h.Phone.Now().UTC(), h.Phone.Offset().Round(time.Millisecond).String()}
}

func (h *handlers) getClock(c *gin.Context) { c.JSON(http.StatusOK, h.clock()) }

// postClock moves the clock ahead; it answers when all that fell due on the way has happened.
func (h *handlers) postClock(c *gin.Context) {
	f, p := read(c, "advance")
	var d time.Duration
	if p == nil {
		d, p = span(f["advance"])
	}
	if p != nil {
		h.refuse(c, f, p)
		return
	}
	if err := h.Phone.Advance(c.Request.Context(), handset.Around(h.Engine, h.Store), d); err != nil {
		h.refuse(c, f, unavailable("the clock did not come all the way: "+err.Error()))
		return
	}
	if fromPage(c) {
		h.back(c)
		return
	}
	c.JSON(http.StatusOK, h.clock())
}
