package twilio

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Outbound lists the texts that Twilio took from us since a time. It asks for no date, for a text
// that waits in Twilio's queue has none by which it would be found. The texts to one phone are read
// to the end of the list; those to everybody until a page holds only what was done before.
func (c *Carrier) Outbound(ctx context.Context, to fsm.Phone, since time.Time) ([]bot.Taken, bool, error) {
	var taken []bot.Taken
	var want openapi.ListMessageParams
	if to != "" {
		want.SetTo(string(to))
	}
	since = since.Truncate(time.Second)
	for messages, err := range c.pages(ctx, want) {
		done := to == ""
		if err == nil {
			var over bool
			taken, over, err = gatherTaken(taken, messages, since)
			done = done && over
		}
		if err != nil {
			return taken, false, fmt.Errorf("list outbound texts: %w", err)
		}
		if done {
			break
		}
	}
	slices.Reverse(taken) // Twilio lists the newest first
	slices.SortStableFunc(taken, func(a, b bot.Taken) int { return a.At.Compare(b.At) })
	return taken, true, nil
}

// gatherTaken adds the texts of a page that were created since a time. Over tells that every message
// of the page was sent before it, and so all that follow.
func gatherTaken(taken []bot.Taken, messages []openapi.ApiV2010Message, since time.Time) (_ []bot.Taken, over bool, err error) {
	over = true
	for i := range messages {
		m := &messages[i]
		at, err := created(m)
		if err != nil {
			return taken, false, err
		}
		done := at
		if sent, err := time.Parse(time.RFC1123Z, value(m.DateSent)); err == nil {
			done = sent
		}
		over = over && done.Before(since)
		if strings.HasPrefix(value(m.Direction), "outbound") && !at.Before(since) {
			taken = append(taken, asTaken(m, at))
		}
	}
	return taken, over, nil
}

func asTaken(m *openapi.ApiV2010Message, at time.Time) bot.Taken {
	t := bot.Taken{
		SID: value(m.Sid), To: fsm.Phone(value(m.To)), Sender: sender(m), Body: value(m.Body), Status: value(m.Status), At: at,
	}
	if code := value(m.ErrorCode); code != 0 {
		t.Code = strconv.Itoa(code)
	}
	return t
}

// sender is whom our text named. Where the list shows both a service and a number it does not tell
// which, and neither is given: a text must not count as absent for a guess.
func sender(m *openapi.ApiV2010Message) string {
	number, service := value(m.From), value(m.MessagingServiceSid)
	switch {
	case service == "":
		return number
	case number == "":
		return service
	}
	return ""
}
