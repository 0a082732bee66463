package console

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
)

// composer is what an agent writes with: what is often written, offers, and when it is to go.
type composer struct {
	Replies []string // names of what the program has agents pick from
	Offers  []offered
	Code    string // what stands for an offer's code in a text
	Zone    string // of the person's clock
	Draft   string
	Offer   string // the chosen one
	At      string // when it is to go, by the person's clock; empty: now
}

type offered struct{ Name, Worth string }

func composerOf(p *fsm.Program, zone *time.Location) composer {
	c := composer{Replies: slices.Sorted(maps.Keys(p.Replies)), Code: fsm.CodeHere, Zone: zone.String()}
	for _, name := range slices.Sorted(maps.Keys(p.Offers)) {
		c.Offers = append(c.Offers, offered{name, p.Offers[name].Worth})
	}
	return c
}

// keep lets what was written and chosen stand in its fields.
func (f *composer) keep(c *gin.Context, draft string) {
	f.Draft = draft
	if draft != "" {
		f.Offer, f.At = c.PostForm("offer"), c.PostForm("at")
	}
}

// postText sends an agent's own words, now or later; the first ones take the thread.
func (h *console) postText(c *gin.Context) {
	body := strings.TrimSpace(c.PostForm("body"))
	if body == "" {
		h.threaded(c, http.StatusUnprocessableEntity, "There is nothing to send yet: write a text first.", "")
		return
	}
	seen, _ := strconv.ParseUint(c.PostForm("seen"), 10, 32) // who says nothing has seen nothing
	at, why := h.sendAt(c)
	if why != "" {
		h.threaded(c, http.StatusUnprocessableEntity, why, body)
		return
	}
	h.deed(c, fsm.AgentText{Agent: who(c).Name, Body: body, New: seen + 1, At: at, Offer: c.PostForm("offer")}, body)
}

// sendAt is when the form has a text go, by the person's clock; zero: now. It says why that is no such time.
func (h *console) sendAt(c *gin.Context) (fsm.Moment, string) {
	at := c.PostForm("at")
	if at == "" {
		return 0, ""
	}
	r, err := h.Store.Record(c.Request.Context(), fsm.Phone(c.Param("phone")))
	if err != nil {
		return 0, "" // whoever is not there is told of when the text is decided about
	}
	t, err := time.ParseInLocation(momentForm, at, explain.ZoneOf(h.Engine.Program(), &r))
	now := h.Engine.Now()
	switch {
	case err != nil:
		return 0, "That is no time: write it like 2026-12-24T09:30, by the person's clock."
	case !t.After(now):
		return 0, "That time is past by the person's clock. Choose a later one, or leave it out to send now."
	case t.Sub(now) > fsm.MaxAside:
		return 0, "A text can be written 90 days ahead at most."
	}
	return fsm.At(t), ""
}

// postInsert puts what is often written into the draft, filled in for the person. It sends nothing.
func (h *console) postInsert(c *gin.Context) {
	draft := strings.TrimSpace(c.PostForm("body"))
	r, err := h.Store.Record(c.Request.Context(), fsm.Phone(c.Param("phone")))
	if err != nil {
		h.threaded(c, http.StatusOK, "", draft)
		return
	}
	text, err := h.Engine.Program().Reply(&r, c.PostForm("reply"), fsm.At(h.Engine.Now()))
	if err != nil {
		h.threaded(c, http.StatusUnprocessableEntity, "Nothing was inserted: "+err.Error()+".", draft)
		return
	}
	h.threaded(c, http.StatusOK, "", strings.TrimSpace(draft+"\n"+text))
}
