package twilio

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// maxAddress bounds ids and addresses, in bytes: they become keys.
const maxAddress = 64

// message stores a text from a phone.
func (h *handlers) message(ctx context.Context, _, form url.Values) *problem {
	for _, field := range []string{"MessageSid", "From", "To"} {
		if p := checkAddress(field, form[field]); p != nil {
			return p
		}
	}
	return h.stored(ctx, form, h.Engine.Receive(ctx, received(form)))
}

func checkAddress(field string, values []string) *problem {
	switch {
	case len(values) == 0 || values[0] == "":
		return missing(field)
	case len(values) > 1:
		return invalid(field, fmt.Sprintf("%s is there %d times; it must be there once", field, len(values)))
	case strings.ContainsFunc(values[0], unicode.IsControl):
		return invalid(field, field+" holds control characters; an id or an address has none")
	case len(values[0]) > maxAddress:
		return invalid(field, fmt.Sprintf("%s has %d bytes; there may be %d", field, len(values[0]), maxAddress))
	}
	return nil
}

// received gives a form as a text. The address it comes from is kept as it is, be it a number, a short
// code, a name or an address of another channel ("whatsapp:+1…"); only numbers are ever texted back.
func received(form url.Values) bot.Received {
	in := fsm.Inbound{
		ID: form.Get("MessageSid"), Sender: form.Get("To"), Body: form.Get("Body"), OptOutType: form.Get("OptOutType"),
	}
	known := map[string]bool{"MessageSid": true, "From": true, "To": true, "Body": true, "OptOutType": true}
	for n := 0; form.Get("MediaUrl"+strconv.Itoa(n)) != ""; n++ {
		address, kind := "MediaUrl"+strconv.Itoa(n), "MediaContentType"+strconv.Itoa(n)
		in.Media = append(in.Media, fsm.Media{URL: form.Get(address), ContentType: form.Get(kind)})
		known[address], known[kind] = true, true
	}
	in.Params = rest(form, known)
	return bot.Received{From: fsm.Phone(form.Get("From")), Inbound: in}
}

// rest keeps every parameter that has no field of its own, and further values of those that have: Twilio
// adds some without notice. Several values of one name are kept a line each.
func rest(form url.Values, known map[string]bool) map[string]string {
	params := map[string]string{}
	for name, values := range form {
		if known[name] {
			values = values[1:]
		}
		if len(values) > 0 {
			params[name] = strings.Join(values, "\n")
		}
	}
	return params
}
