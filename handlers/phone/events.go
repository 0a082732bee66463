package phone

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// quiet is how long a stream waits for more changes before it tells of one.
const quiet = 40 * time.Millisecond

// getEvents tells of changes, until the reader goes away. An event says only that something
// changed, and the reader fetches the page anew: so one that was missed does no harm, and a reader
// that comes back with any Last-Event-ID is served like a new one.
func (h *handlers) getEvents(c *gin.Context) {
	shown, p := shownNumbers(c)
	if p != nil {
		p.Answer(c)
		return
	}
	changes, stop := h.Engine.Watch()
	defer stop()
	s := &stream{c: c, control: http.NewResponseController(c.Writer), within: h.write}
	s.open()
	h.follow(s, shown, changes)
}

// follow writes events until the reader goes away.
func (h *handlers) follow(s *stream, shown []fsm.Phone, changes <-chan fsm.Phone) {
	beat := time.NewTicker(h.beat)
	defer beat.Stop()
	var soon <-chan time.Time // set while a change waits to be told
	carrier := h.Phone.Changed()
	err := s.change(h.Phone.Now())
	for err == nil {
		select {
		case <-s.c.Request.Context().Done():
			return
		case phone := <-changes:
			if soon == nil && slices.Contains(shown, phone) {
				soon = time.After(quiet)
			}
		case <-carrier:
			carrier = h.Phone.Changed()
			if soon == nil {
				soon = time.After(quiet)
			}
		case <-soon:
			soon, err = nil, s.change(h.Phone.Now())
		case <-beat.C:
			err = s.write(": still here\n\n")
		}
	}
}

// stream writes server-sent events.
type stream struct {
	c       *gin.Context
	control *http.ResponseController
	within  time.Duration
	count   uint64
}

func (s *stream) open() {
	head := s.c.Writer.Header()
	head.Set("Content-Type", "text/event-stream; charset=utf-8")
	head.Set("X-Accel-Buffering", "no") // proxies that collect answers shall not
	s.c.Status(http.StatusOK)
}

// change tells that something changed by a time.
func (s *stream) change(now time.Time) error {
	s.count++
	return s.write(fmt.Sprintf("id: %d-%d\nevent: change\nretry: 2000\ndata: %s\n\n", now.UnixMilli(), s.count, now.UTC().Format(time.RFC3339)))
}

// write sends something at once. A reader that does not take it in time is given up.
func (s *stream) write(text string) error {
	err := s.control.SetWriteDeadline(time.Now().Add(s.within))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("set the deadline of an event: %w", err)
	}
	if _, err := s.c.Writer.WriteString(text); err != nil {
		return fmt.Errorf("write an event: %w", err)
	}
	return s.control.Flush()
}
