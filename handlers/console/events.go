package console

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// The pace of an event stream.
const (
	settleFor  = 100 * time.Millisecond // more changes are waited for before one is told of
	lookEvery  = 5 * time.Second        // who types is looked at, since nobody tells that somebody ceased to
	beatEvery  = 15 * time.Second       // a sign of life, so that a lost connection is noticed
	writeFor   = 10 * time.Second       // a reader that does not take an event in time is given up
	streamsFor = 30 * time.Minute       // then the browser connects anew, and its session is checked again
)

// A stream of events says that something changed, of one person where its address names one, and the page reads itself anew. Each change has an
// id: a page is made with that of the moment, and a browser whose connection was lost names the last that it had. Where nothing happened since, nothing
// is told. Of one person's thread it also says who else is at it.

// eventsPath is the address of what happens from now on; a page that is read after this call lacks nothing of before.
func (h *console) eventsPath(phone fsm.Phone) string {
	q := url.Values{"since": {h.changeID()}}
	if phone != "" {
		q.Set("phone", string(phone))
	}
	return inboxPath + "/events?" + q.Encode()
}

// changeID names the latest change, of this process alone.
func (h *console) changeID() string {
	return strconv.FormatInt(h.begun.UnixNano(), 36) + "-" + strconv.FormatUint(h.Engine.Changes(), 36)
}

// getEvents tells a page what happens until it is left.
func (h *console) getEvents(c *gin.Context) {
	s := &stream{console: h, c: c, only: fsm.Phone(c.Query("phone")), me: who(c).Name}
	changes, stop := h.Engine.Watch()
	defer stop()
	var moves <-chan struct{}
	if s.only != "" {
		here, leave := h.present.look(s.only, s.me)
		defer leave()
		moves = here
	}
	head := c.Writer.Header()
	head.Set("Content-Type", "text/event-stream; charset=utf-8")
	head.Set("X-Accel-Buffering", "no") // proxies that collect answers shall not
	c.Status(http.StatusOK)
	if err := s.begin(); err == nil {
		s.run(changes, moves)
	}
}

// stream is one page that is told.
type stream struct {
	*console
	c      *gin.Context
	only   fsm.Phone // whose changes are told; empty: everybody's
	me     string
	others string // who else is there, as it was told last
}

// begin tells what changed while nobody was connected.
func (s *stream) begin() error {
	had := cmp.Or(s.c.GetHeader("Last-Event-ID"), s.c.Query("since"))
	if had == s.changeID() {
		return errors.Join(s.tell("beat", "", ""), s.tellOthers())
	}
	return errors.Join(s.tell("change", s.changeID(), ""), s.tellOthers())
}

func (s *stream) run(changes <-chan fsm.Phone, moves <-chan struct{}) {
	look, beat, end := time.NewTicker(lookEvery), time.NewTicker(beatEvery), time.NewTimer(streamsFor)
	defer look.Stop()
	defer beat.Stop()
	defer end.Stop()
	var soon <-chan time.Time // set while a change waits to be told
	var err error
	for err == nil {
		select {
		case <-s.c.Request.Context().Done():
			return
		case <-end.C:
			return
		case phone := <-changes:
			if soon == nil && (s.only == "" || s.only == phone) {
				soon = time.After(settleFor)
			}
		case <-soon:
			soon, err = nil, s.tell("change", s.changeID(), "")
		case <-moves:
			err = s.tellOthers()
		case <-look.C:
			err = s.tellOthers()
		case <-beat.C:
			err = s.tell("beat", "", "")
		}
	}
}

// tellOthers tells who else is there, where that is news.
func (s *stream) tellOthers() error {
	now := s.present.others(s.only, s.me, time.Now())
	if now == s.others {
		return nil
	}
	s.others = now
	return s.tell("presence", "", now)
}

// tell writes an event at once. What has no id leaves the browser with the one before.
func (s *stream) tell(event, id, data string) error {
	control := http.NewResponseController(s.c.Writer)
	if err := control.SetWriteDeadline(time.Now().Add(writeFor)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("set the deadline of an event: %w", err)
	}
	if id != "" {
		id = "id: " + id + "\n"
	}
	if _, err := fmt.Fprintf(s.c.Writer, "event: %s\n%sretry: 2000\ndata: %s\n\n", event, id, data); err != nil {
		return fmt.Errorf("write an event: %w", err)
	}
	return control.Flush()
}
