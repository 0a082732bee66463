package phone

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Inbound lists what handsets texted since a time, oldest first.
func (p *Phone) Inbound(ctx context.Context, since time.Time) iter.Seq2[bot.Received, error] {
	texts := p.ledger.list(func(t *Text) bool { return !t.Out && !t.At.Before(since) })
	return func(yield func(bot.Received, error) bool) {
		for _, t := range texts {
			if err := ctx.Err(); err != nil {
				yield(bot.Received{}, err)
				return
			}
			if !yield(received(t), nil) {
				return
			}
			p.sawText(t.SID)
		}
	}
}

// Outbound lists what was taken for one handset, or for all, since a time, oldest first. The list is complete:
// a text is in it before its send is answered.
func (p *Phone) Outbound(ctx context.Context, to fsm.Phone, since time.Time) ([]bot.Taken, bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	since = since.Truncate(time.Second) // a carrier's clock knows whole seconds
	var taken []bot.Taken
	for _, t := range p.ledger.list(func(t *Text) bool { return t.Out && (to == "" || t.Phone == to) && !t.At.Before(since) }) {
		taken = append(taken, bot.Taken{SID: t.SID, To: t.Phone, Sender: t.Sender, Body: t.Body, Status: t.Status, Code: t.Code, At: t.At.Truncate(time.Second)})
	}
	return taken, true, nil
}

// Handset lists the ledger's texts from and to one handset, oldest first.
func (p *Phone) Handset(number fsm.Phone) []Text {
	return p.ledger.list(func(t *Text) bool { return t.Phone == number })
}

// Numbers lists the handsets that were used, the one used last first, at most n.
func (p *Phone) Numbers(n int) []fsm.Phone {
	var numbers []fsm.Phone
	seen := map[fsm.Phone]bool{}
	for _, t := range slices.Backward(p.ledger.list(func(*Text) bool { return true })) {
		if len(numbers) == n {
			break
		}
		if !seen[t.Phone] {
			seen[t.Phone] = true
			numbers = append(numbers, t.Phone)
		}
	}
	return numbers
}
