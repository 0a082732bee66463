package bot

import (
	"time"

	"github.com/parley-sms/parley/fsm"
)

// ticket is the right to put one text on the wire: a token of the sender and a free caller. A nil
// ticket is none.
type ticket struct {
	e      *Engine
	sender string
}

// bring takes a ticket for the text that an event is likely to lead to, where one is to be had: a
// person's text is answered by the sender that was texted.
func (e *Engine) bring(ev fsm.Event) *ticket {
	if in, ok := ev.(fsm.Inbound); ok {
		t, _ := e.ticket(in.Sender)
		return t
	}
	return nil
}

// ticket takes a ticket for a sender; without one it says when to ask again.
func (e *Engine) ticket(sender string) (*ticket, time.Time) {
	now := e.Now()
	if !e.calls.reserve(sender) {
		return nil, now.Add(50 * time.Millisecond)
	}
	if e.stopped() { // asked with a place in hand, so that whoever stops waits for it
		e.calls.free(sender)
		return nil, now.Add(time.Minute)
	}
	ok, next := e.pacer.take(sender, now)
	if !ok {
		e.calls.free(sender)
		return nil, next
	}
	return &ticket{e, sender}, now
}

func (t *ticket) token() *fsm.Token {
	if t == nil {
		return nil
	}
	return &fsm.Token{Sender: t.sender}
}

// refund gives the ticket back unused.
func (t *ticket) refund() {
	if t != nil {
		t.e.pacer.charge(t.sender, -1, t.e.Now())
		t.e.calls.free(t.sender)
	}
}

// charge pays for the segments of the text beyond the first.
func (t *ticket) charge(segments int) {
	if t != nil && segments > 1 {
		t.e.pacer.charge(t.sender, segments-1, t.e.Now())
	}
}
