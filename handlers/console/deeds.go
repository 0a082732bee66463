package console

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// asides are how long a thread may be put aside.
var asides = map[string]time.Duration{"1h": time.Hour, "3h": 3 * time.Hour, "1d": 24 * time.Hour, "7d": 7 * 24 * time.Hour, "wake": 0}

func (h *console) postTake(c *gin.Context) {
	h.deed(c, fsm.Take{Agent: who(c).Name, From: c.PostForm("from")}, "")
}

func (h *console) postHandback(c *gin.Context) {
	h.deed(c, fsm.Handback{By: who(c).Name, Then: fsm.Afterward(c.PostForm("then"))}, "")
}

func (h *console) postNote(c *gin.Context) {
	h.deed(c, fsm.Noted{By: who(c).Name, Body: c.PostForm("note")}, "")
}

func (h *console) postSnooze(c *gin.Context) {
	span, known := asides[c.PostForm("for")]
	if !known {
		h.threaded(c, http.StatusUnprocessableEntity, "A thread is put aside for 1h, 3h, 1d or 7d, or woken.", "")
		return
	}
	h.deed(c, fsm.Snoozed{By: who(c).Name, Until: fsm.At(h.Engine.Now().Add(span))}, "")
}

func (h *console) postTags(c *gin.Context) {
	e := fsm.Tagged{By: who(c).Name}
	if add := c.PostForm("add"); add != "" {
		e.Add = strings.Split(add, ",")
	}
	if remove := c.PostForm("remove"); remove != "" {
		e.Remove = []string{remove}
	}
	h.deed(c, e, "")
}

// postStop writes down an opt-out that came by phone, e-mail or in person.
func (h *console) postStop(c *gin.Context) {
	channel, words := c.PostForm("channel"), strings.TrimSpace(c.PostForm("words"))
	if channel == "" || words == "" {
		h.threaded(c, http.StatusUnprocessableEntity, "Say how the person asked, and in which words: it is the proof.", "")
		return
	}
	h.deed(c, fsm.OptOut{Source: "staff", By: who(c).Name, Evidence: map[string]string{"channel": short(channel), "words": first(words, 500)},
		At: fsm.At(h.Engine.Now())}, "")
}

// deed lets something happen to a thread, and shows it anew; what was denied is told, and the draft stays.
func (h *console) deed(c *gin.Context, e fsm.Event, draft string) {
	phone := fsm.Phone(c.Param("phone"))
	if _, err := h.Store.Record(c.Request.Context(), phone); err != nil { // a page is shown for people who are there
		h.threaded(c, http.StatusOK, "", "")
		return
	}
	d, err := h.Engine.Apply(c.Request.Context(), phone, e)
	switch {
	case err != nil:
		h.broken(c, err)
	case d.Denied != nil:
		h.threaded(c, http.StatusConflict, denial(*d.Denied, draft != ""), draft)
	default:
		c.Redirect(http.StatusSeeOther, c.Request.URL.Path[:strings.LastIndex(c.Request.URL.Path, "/")])
	}
}

// denial says in words why something was not done, and what became of the words that somebody wrote.
func denial(d fsm.Denial, wrote bool) string {
	switch d.Why {
	case fsm.TakenBy:
		if wrote {
			return fmt.Sprintf("%s has this thread. Your words were not sent; they are still below.", d.Owner)
		}
		return fmt.Sprintf("%s has this thread, so nothing was changed.", d.Owner)
	case fsm.HasTexted:
		return "The person has texted meanwhile, so your words were not sent. Read what is new; your draft is still below."
	case fsm.HasGone:
		return "Those words have gone already, or somebody took them back before."
	case fsm.TooMany:
		return fmt.Sprintf("%d texts of the staff wait for their time already. Take one of them back first; your draft is still below.", fsm.MaxLater)
	case fsm.NoOffer:
		return "Nothing was sent, since the offer may not be made: " + d.Said + ". Your draft is still below."
	}
	return "The person gets no texts any more, so nothing was sent."
}
