package console

import (
	"bytes"
	"cmp"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
)

// longestSegment is how many letters a segment holds at most.
const longestSegment = 160

// measure is what an answer would take.
type measure struct {
	Segments int // none: there is no text
	Encoding segment.Encoding
	Left     int    // letters that still fit into the last segment
	Over     int    // characters that are too many
	Cost     string // empty: the price of a segment is not known
	Culprit  string // a character that needs the larger alphabet
}

// measureOf measures a text as it is sent: without the spaces around it, and with what the carrier puts in place of rare characters.
func measureOf(p *fsm.Program, text string) measure {
	text = strings.TrimSpace(text)
	if text == "" {
		return measure{}
	}
	n := segment.Of(text, true)
	m := measure{Segments: n.Segments, Encoding: n.Encoding, Over: max(len([]rune(text))-fsm.MaxBody, 0)}
	m.Left = sort.Search(longestSegment, func(more int) bool {
		return segment.Of(text+strings.Repeat("a", more+1), true).Segments > n.Segments
	})
	if p.Price > 0 {
		m.Cost = strconv.FormatFloat(p.Price*float64(n.Segments), 'f', -1, 64) + " " + cmp.Or(p.Currency, "USD")
	}
	for _, c := range segment.Forces(text) {
		if !c.Replaced {
			m.Culprit = c.Char
			break
		}
	}
	return m
}

// postMeasure says what an answer would take, and lets others know that it is being written. Without scripts the whole page shows it.
func (h *console) postMeasure(c *gin.Context) {
	body := c.PostForm("body")
	if c.GetHeader("HX-Request") == "" {
		h.threaded(c, http.StatusOK, "", body)
		return
	}
	h.present.typing(fsm.Phone(c.Param("phone")), who(c).Name, time.Now())
	var out bytes.Buffer
	if err := h.frames["thread.html"].ExecuteTemplate(&out, "measure", measureOf(h.Engine.Program(), body)); err != nil {
		h.broken(c, err)
		return
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", out.Bytes())
}

// nightOf warns of a person's quiet hours; empty: there are none now.
func nightOf(p *fsm.Program, r *fsm.Record, now time.Time, zone *time.Location) string {
	v := p.QuietHours(r, fsm.Promo, fsm.At(now))
	if !v.At.After(now) {
		return ""
	}
	const clock = "Mon 15:04"
	return "It is " + now.In(zone).Format(clock) + " there, within their quiet hours until " + v.At.In(zone).Format(clock) +
		". What you send goes at once all the same; the bot’s own texts wait."
}
