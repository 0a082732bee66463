package twilio

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// maxListed bounds the inbound texts of one listing, which are held until the oldest is known.
const maxListed = 200_000

// Inbound lists the texts from phones since a time, oldest first. They are as the webhook gives them,
// with the same id, sender and body, but for what only the webhook has: OptOutType and the
// parameters. Where any of the list cannot be read there is only the error.
func (c *Carrier) Inbound(ctx context.Context, since time.Time) iter.Seq2[bot.Received, error] {
	return func(yield func(bot.Received, error) bool) {
		list, err := c.received(ctx, since)
		if err != nil {
			yield(bot.Received{}, fmt.Errorf("list inbound texts: %w", err))
			return
		}
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// received reads the listings of all our numbers, or of the account, and sorts them by time. Within
// a second the order of the list is kept.
func (c *Carrier) received(ctx context.Context, since time.Time) ([]bot.Received, error) {
	wanted := []openapi.ListMessageParams{{}}
	numbers := c.numbers()
	if len(numbers) > 0 {
		wanted = nil
	}
	for _, number := range numbers {
		wanted = append(wanted, openapi.ListMessageParams{To: &number})
	}
	var list []bot.Received
	for _, want := range wanted {
		want.SetDateSentAfter(since.UTC())
		for messages, err := range c.pages(ctx, want) {
			if err != nil {
				return nil, err
			}
			if list, err = c.gather(list, messages); err != nil {
				return nil, err
			}
		}
	}
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b bot.Received) int { return cmp.Compare(a.SentAt, b.SentAt) })
	return list, nil
}

// gather adds the inbound texts of a page.
func (c *Carrier) gather(list []bot.Received, messages []openapi.ApiV2010Message) ([]bot.Received, error) {
	for i := range messages {
		m := &messages[i]
		if value(m.Direction) != "inbound" || value(m.Sid) == "" || value(m.From) == "" {
			continue
		}
		at, err := created(m)
		if err != nil {
			return nil, err
		}
		if len(list) == maxListed {
			return nil, fmt.Errorf("there are more than %d", maxListed)
		}
		list = append(list, c.asReceived(m, at))
	}
	return list, nil
}

// asReceived gives a listed text as the webhook would have. The sender is the number that was texted,
// also where it belongs to a service.
func (c *Carrier) asReceived(m *openapi.ApiV2010Message, at time.Time) bot.Received {
	r := bot.Received{From: fsm.Phone(value(m.From)), Inbound: fsm.Inbound{
		ID: value(m.Sid), Sender: value(m.To), Body: value(m.Body), SentAt: fsm.At(at), Reconciled: true,
	}}
	if service := value(m.MessagingServiceSid); service != "" {
		r.Params = map[string]string{"MessagingServiceSid": service}
	}
	if n := value(m.NumMedia); n != "" && n != "0" {
		r.Media = []fsm.Media{c.mediaList(m)}
	}
	return r
}

// mediaList refers to Twilio's list of a text's media, in place of the media themselves: that list
// is another request for every text, and a STOP must not wait for pictures.
func (c *Carrier) mediaList(m *openapi.ApiV2010Message) fsm.Media {
	path, _ := value(m.SubresourceUris)["media"].(string)
	return fsm.Media{URL: c.base.Scheme + "://" + c.base.Host + path, ContentType: "application/json"}
}
