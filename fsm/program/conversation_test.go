package program

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
)

const shopNumber = "+15550100100"

// conversation lets one person talk with a program and writes down what both say.
type conversation struct {
	t   *testing.T
	p   *fsm.Program
	rec fsm.Record
	now fsm.Moment
	ids int
	log strings.Builder
}

// happens decides an event, and lets everything go out that wants to.
func (c *conversation) happens(ev fsm.Event) {
	in := fsm.Inputs{Token: &fsm.Token{Sender: shopNumber}, Secret: []byte("secret")}
	for range 20 {
		d, err := c.p.Decide(c.rec, in, ev, c.now)
		if err != nil {
			c.t.Fatal(err)
		}
		c.rec = d.Next
		switch {
		case d.Send != nil:
			fmt.Fprintf(&c.log, "< %s\n", d.Send.Body)
			ev = fsm.Settled{Seq: d.Send.Seq, SID: fmt.Sprintf("SM%d", d.Send.Seq), Outcome: fsm.Accepted}
		case len(c.rec.Ready) == 0 || d.Nothing:
			return
		default:
			ev = fsm.Pull{}
		}
	}
}

func (c *conversation) id() string { c.ids++; return fmt.Sprintf("id%d", c.ids) }

// texts is what the person texts, a minute apart.
func (c *conversation) texts(bodies ...string) {
	for _, body := range bodies {
		c.now = c.now.Add(time.Minute)
		fmt.Fprintf(&c.log, "> %s\n", body)
		c.happens(fsm.Inbound{ID: c.id(), Sender: shopNumber, Body: body})
	}
	fmt.Fprintf(&c.log, "= %s\n", c.rec.State)
}

func (c *conversation) event(kind string, data map[string]any) {
	fmt.Fprintf(&c.log, "* %s\n", kind)
	c.happens(fsm.Fact{Happened: fsm.Happened{ID: c.id(), Type: kind, At: c.now, Data: data}})
}

// waits lets time pass, from one due time to the next.
func (c *conversation) waits(d time.Duration) {
	fmt.Fprintf(&c.log, "... %s\n", strings.TrimSuffix(d.String(), "0m0s"))
	end := c.now.Add(d)
	for range 50 {
		if len(c.rec.Calendar) == 0 || c.rec.Calendar[0].At > end {
			break
		}
		c.now = max(c.now, c.rec.Calendar[0].At)
		c.happens(fsm.Tick{})
	}
	c.now = end
	fmt.Fprintf(&c.log, "= %s\n", c.rec.State)
}

// Ensure the demo holds the conversations that it was made to show, at night too.
func TestConversation(t *testing.T) {
	p, findings := Check(Demo())
	if p == nil {
		t.Fatal(findings)
	}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	night := fsm.At(time.Date(2026, 11, 24, 23, 0, 0, 0, newYork))
	begin := func(title, phone string) *conversation {
		c := &conversation{t: t, p: p, now: night, rec: fsm.Record{Phone: fsm.Phone(phone), State: fsm.Unknown}}
		fmt.Fprintf(&c.log, "## %s\n", title)
		return c
	}
	all := []*conversation{}

	c := begin("from the keyword to the offer", "+12125550101")
	c.texts("JOIN", "YES")
	c.texts("blue")
	c.texts("the 2nd")
	c.waits(72 * time.Hour)
	c.texts("hours", "change", "skin care pls", "whatever", "help")
	all = append(all, c)

	c = begin("silence, STOP and START", "+12125550102")
	c.texts("join", "yes")
	c.waits(48 * time.Hour)
	c.texts("STOP", "hello?", "START")
	all = append(all, c)

	c = begin("service comes first, then the question returns; a person takes over", "+12125550103")
	c.now = c.now.Add(12 * time.Hour)
	c.texts("join", "yes")
	c.event("delivered", map[string]any{"order_id": "o1"})
	c.waits(time.Minute)
	c.texts("3")
	c.texts("still there?")
	c.waits(240 * time.Hour)
	all = append(all, c)

	c = begin("two carts, one bought", "+12125550104")
	c.texts("join", "yes", "1")
	c.event("cart_updated", map[string]any{"cart_id": "c1"})
	c.event("cart_updated", map[string]any{"cart_id": "c2"})
	c.event("purchase", map[string]any{"cart_id": "c1", "value": 20.0})
	c.waits(72 * time.Hour)
	all = append(all, c)

	var log strings.Builder
	for _, c := range all {
		log.WriteString(c.log.String() + "\n")
	}
	golden(t, "conversation.txt", log.String())
}
