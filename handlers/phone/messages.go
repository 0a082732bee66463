package phone

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	handset "github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
)

// texting is what a handset is asked to text.
type texting struct {
	from    fsm.Phone
	to      string
	body    string
	deliver handset.Delivery
}

// texted answers for a text.
type texted struct {
	ID      string    `json:"id"`
	From    fsm.Phone `json:"from"`
	To      string    `json:"to"`
	Stored  bool      `json:"stored"`  // the server has it; one that waits or is lost it does not
	Settled bool      `json:"settled"` // its direct replies have come to rest
	State   string    `json:"state"`
	Now     time.Time `json:"now"`
}

// postMessage lets a handset text.
func (h *handlers) postMessage(c *gin.Context) {
	f, p := read(c, "from", "to", "body", "deliver", "quick")
	if p == nil {
		var t texting
		if t, p = h.texting(f); p == nil {
			h.text(c, f, t)
			return
		}
	}
	h.refuse(c, f, p)
}

// text does it and answers.
func (h *handlers) text(c *gin.Context, f fields, t texting) {
	in, posted, err := h.Phone.Text(c.Request.Context(), t.from, t.to, t.body, t.deliver)
	if err != nil {
		h.Log.Error("a text of the test phone was not stored", "from", t.from.Redacted(), "err", err)
		h.refuse(c, f, unavailable("the text was not stored: "+err.Error()+"; it is in the carrier's list and will be found there"))
		return
	}
	settled := h.settle(c.Request.Context())
	if fromPage(c) {
		h.back(c)
		return
	}
	state, err := h.state(c.Request.Context(), t.from)
	if err != nil {
		unavailable("the state cannot be read: " + err.Error()).Answer(c)
		return
	}
	c.JSON(http.StatusOK, texted{in.ID, t.from, t.to, posted, settled, state, h.Phone.Now().UTC()})
}

// texting checks what is to be texted, and changes nothing.
func (h *handlers) texting(f fields) (t texting, p *problem) {
	if t.from, p = queried("from", f["from"]); p != nil {
		return t, p
	}
	t.to, t.body, t.deliver = f["to"], f["body"], handset.Delivery(f["deliver"])
	if f["quick"] != "" {
		t.body = f["quick"]
	}
	if t.to == "" {
		t.to = h.sender()
	}
	if t.to, p = ours(t.to); p != nil {
		return t, p
	}
	if t.deliver == "" {
		t.deliver = handset.Once
	}
	switch n := utf8.RuneCountInString(t.body); {
	case !slices.Contains(handset.Deliveries(), t.deliver):
		return t, invalid("deliver", fmt.Sprintf("deliver is %.40q; it may be once, twice, out_of_order or lost", string(t.deliver)))
	case n == 0:
		return t, invalid("body", "body is missing; write what the handset texts, such as JOIN")
	case n > fsm.MaxBody:
		return t, invalid("body", fmt.Sprintf("body has %d characters; a text has at most %d", n, fsm.MaxBody))
	case !utf8.ValidString(t.body):
		return t, invalid("body", "body is not valid UTF-8")
	}
	return t, nil
}

// settle waits a while until the server has come to rest.
func (h *handlers) settle(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	err := h.Engine.Settle(ctx)
	if err == nil {
		err = h.Phone.Reported(ctx)
	}
	return err == nil
}

// listing is what a handset shows.
type listing struct {
	Number   fsm.Phone `json:"number"`
	Now      time.Time `json:"now"`
	State    string    `json:"state"`
	Messages []message `json:"messages"`
}

// getMessages lists what a handset shows.
func (h *handlers) getMessages(c *gin.Context) {
	n, p := queried("number", c.Query("number"))
	if p != nil {
		p.Answer(c)
		return
	}
	ctx := c.Request.Context()
	list, err := h.conversation(ctx, n, c.Query("all") == "true", maxListed)
	if err == nil {
		var state string
		if state, err = h.state(ctx, n); err == nil {
			c.JSON(http.StatusOK, listing{n, h.Phone.Now().UTC(), state, list})
			return
		}
	}
	unavailable("the texts cannot be read: " + err.Error()).Answer(c)
}
