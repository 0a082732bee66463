package twilio

import (
	"context"
	"errors"
	"strings"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/parley-sms/parley/fsm"
)

// Twilio's bounds of how long it may keep trying, in seconds.
const (
	minValidity = 1
	maxValidity = 36000
)

var errNoSID = errors.New("the answer names no message")

// Send hands one text to Twilio, once.
func (c *Carrier) Send(ctx context.Context, text fsm.Message) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	api, k := c.api(ctx)
	m, err := api.CreateMessage(c.params(text))
	if err == nil && k.status/100 == 2 {
		if sid := value(m.Sid); sid != "" {
			return sid, nil
		}
	}
	if err == nil {
		err = errNoSID
	}
	return "", k.failure(err, text.Phone)
}

// params says what is to be sent. A sender is a number, or a Messaging Service by its SID.
func (c *Carrier) params(text fsm.Message) *openapi.CreateMessageParams {
	p := &openapi.CreateMessageParams{}
	p.SetTo(string(text.Phone)).SetBody(text.Body).SetSmartEncoded(true)
	if isService(text.Sender) {
		p.SetMessagingServiceSid(text.Sender)
	} else {
		p.SetFrom(text.Sender)
	}
	if text.ValidFor != 0 {
		p.SetValidityPeriod(int(min(max(text.ValidFor, minValidity), maxValidity)))
	}
	if c.public != "" {
		p.SetStatusCallback(c.callback(text))
	}
	return p
}

// isService tells a service from an alphanumeric sender, which has at most 11 characters.
func isService(sender string) bool { return strings.HasPrefix(sender, "MG") && len(sender) == 34 }

// value gives what a field of the SDK points to, or nothing.
func value[T any](field *T) (v T) {
	if field != nil {
		v = *field
	}
	return v
}
