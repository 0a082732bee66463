package console

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
)

// coming is something on the person's calendar.
type coming struct {
	At    time.Time
	What  string
	Since fsm.Moment // of words of the staff: by what they can be taken back
	Quiet time.Time  // when the night ends there that they would go in; zero: they go at once
}

// scheduledOf lists what is on a person's calendar, and words of the staff that are about to go.
func scheduledOf(p *fsm.Program, r *fsm.Record) (list []coming) {
	for _, w := range r.Ready {
		if w.Name == fsm.AgentName {
			list = append(list, coming{At: w.Since.Time(), What: staffWords(&w), Since: w.Since})
		}
	}
	for _, i := range r.Calendar {
		c := coming{At: i.At.Time(), What: plain.Item(r, i)}
		if w := i.Want; w != nil && w.Name == fsm.AgentName {
			c.What, c.Since = staffWords(w), w.Since
			if v := p.QuietHours(r, fsm.Service, i.At); v.At.After(c.At) {
				c.Quiet = v.At
			}
		}
		list = append(list, c)
	}
	return list
}

// staffWords are the words of the staff in a list, with the offer that they make.
func staffWords(w *fsm.Want) string {
	said := fmt.Sprintf("a text of the staff: “%s”", first(w.Body, 80))
	if w.Offer != "" {
		said += ", with the offer " + w.Offer
	}
	return said
}

// postUnsend takes words back that have not gone yet.
func (h *console) postUnsend(c *gin.Context) {
	since, _ := strconv.ParseInt(c.PostForm("since"), 10, 64) // what is no time is that of no words
	h.deed(c, fsm.Unsend{By: who(c).Name, Since: fsm.Moment(since)}, "")
}
