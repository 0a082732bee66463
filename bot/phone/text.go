package phone

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Delivery is how a handset's text comes to the server.
type Delivery string

// The deliveries.
const (
	Once       Delivery = "once"
	Twice      Delivery = "twice"        // the same text is posted twice
	OutOfOrder Delivery = "out_of_order" // it waits for the handset's next text and comes after it
	Lost       Delivery = "lost"         // never posted: only the carrier's list has it
)

// Deliveries lists all deliveries.
func Deliveries() []Delivery { return []Delivery{Once, Twice, OutOfOrder, Lost} }

// Text lets a handset text one of our numbers. Posted tells whether the server has taken it; a
// text that waits or is lost is only in the ledger so far.
func (p *Phone) Text(ctx context.Context, from fsm.Phone, to, body string, how Delivery) (in fsm.Inbound, posted bool, err error) {
	if !slices.Contains(Deliveries(), how) {
		return in, false, fmt.Errorf("there is no delivery %q; there are %s", how, words(Deliveries()))
	}
	p.steps.RLock()
	defer p.steps.RUnlock()
	r, err := p.texted(from, to, body)
	if err != nil || how == Lost {
		return r.Inbound, false, err
	}
	overtaken, waits := p.overtake(r, how)
	if waits {
		return r.Inbound, false, nil
	}
	queue := []bot.Received{r}
	if how == Twice {
		queue = append(queue, r)
	}
	err = p.post(ctx, append(queue, overtaken...))
	return r.Inbound, err == nil, err
}

// texted writes a handset's text into the ledger.
func (p *Phone) texted(from fsm.Phone, to, body string) (bot.Received, error) {
	sid, err := newSID()
	if err != nil {
		return bot.Received{}, err
	}
	t := Text{SID: sid, Phone: from, Sender: to, Body: body, At: p.Now().UTC(), Status: "received", Reached: true}
	if err = p.ledger.put(t); err == nil {
		p.mu.Lock()
		p.unseen[sid] = true
		p.mu.Unlock()
	}
	p.tell()
	return received(t), err
}

// overtake gives the text that waited to be overtaken by this one. Where none does, a text that is
// to come out of order waits itself.
func (p *Phone) overtake(r bot.Received, how Delivery) (overtaken []bot.Received, waits bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if old, ok := p.held[r.From]; ok {
		delete(p.held, r.From)
		return []bot.Received{old}, false
	}
	if how == OutOfOrder {
		p.held[r.From] = r
		return nil, true
	}
	return nil, false
}

// post hands texts to the server, in order. All are tried.
func (p *Phone) post(ctx context.Context, queue []bot.Received) error {
	if p.OnText == nil {
		return errors.New("nobody takes the test phone's texts: OnText is not set")
	}
	var errs []error
	for _, r := range queue {
		if err := p.OnText(ctx, r); err != nil {
			errs = append(errs, fmt.Errorf("post the text %s: %w", r.ID, err))
			continue
		}
		p.sawText(r.ID)
	}
	return errors.Join(errs...)
}

// received is a handset's text as the server gets it.
func received(t Text) bot.Received {
	return bot.Received{From: t.Phone, Inbound: fsm.Inbound{ID: t.SID, Sender: t.Sender, Body: t.Body, SentAt: fsm.At(t.At)}}
}
