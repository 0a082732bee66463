package console

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// The pace of an event stream.
const (
	settleFor  = 100 * time.Millisecond // more changes are waited for before one is told of
	beatEvery  = 15 * time.Second       // a sign of life, so that a lost connection is noticed
	writeFor   = 10 * time.Second       // a reader that does not take an event in time is given up
	streamsFor = 30 * time.Minute       // then the browser connects anew, and its session is checked again
)

// getEvents tells a page that something changed, of one person where its address names one. An event says no more, and the page
// reads itself anew: one that was missed does no harm, and a reader that comes back is served like a new one.
func (h *console) getEvents(c *gin.Context) {
	only := fsm.Phone(c.Query("phone"))
	changes, stop := h.Engine.Watch()
	defer stop()
	head := c.Writer.Header()
	head.Set("Content-Type", "text/event-stream; charset=utf-8")
	head.Set("X-Accel-Buffering", "no") // proxies that collect answers shall not
	c.Status(http.StatusOK)
	beat, end := time.NewTicker(beatEvery), time.NewTimer(streamsFor)
	defer beat.Stop()
	defer end.Stop()
	var soon <-chan time.Time // set while a change waits to be told
	err := tell(c, "change")  // what changed while nobody was connected
	for err == nil {
		select {
		case <-c.Request.Context().Done():
			return
		case <-end.C:
			return
		case phone := <-changes:
			if soon == nil && (only == "" || only == phone) {
				soon = time.After(settleFor)
			}
		case <-soon:
			soon, err = nil, tell(c, "change")
		case <-beat.C:
			err = tell(c, "beat")
		}
	}
}

// tell writes an event at once.
func tell(c *gin.Context, event string) error {
	control := http.NewResponseController(c.Writer)
	if err := control.SetWriteDeadline(time.Now().Add(writeFor)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("set the deadline of an event: %w", err)
	}
	if _, err := fmt.Fprintf(c.Writer, "event: %s\nretry: 2000\ndata: \n\n", event); err != nil {
		return fmt.Errorf("write an event: %w", err)
	}
	return control.Flush()
}
