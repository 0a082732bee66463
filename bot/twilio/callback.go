package twilio

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
)

// StatusPath is where Twilio posts delivery reports, under the public URL.
const StatusPath = "/webhooks/twilio/status"

// traceParam has the text's trace in a callback's query.
const traceParam = "trace"

// callback is the address for the reports of one text. It carries our message id, for a report may
// come before the answer that gives us Twilio's, and without the number it is about; and the text's trace.
func (c *Carrier) callback(text fsm.Message) string {
	id := url.Values{"phone": {string(text.Phone)}, "seq": {strconv.FormatUint(text.Seq, 10)}}
	if len(text.Trace) > 0 {
		id.Set(traceParam, trace.ID(text.Trace).String())
	}
	return c.public + StatusPath + "?" + id.Encode()
}

// TraceOf reads the text's trace from the query of a report; none where it has none.
func TraceOf(query url.Values) trace.ID { return trace.Parse(query.Get(traceParam)) }

// MessageOf reads our message id from the query of a report.
func MessageOf(query url.Values) (phone fsm.Phone, seq uint64, err error) {
	phone = fsm.Phone(query.Get("phone"))
	if phone == "" {
		return "", 0, errors.New("the query names no phone")
	}
	seq, err = strconv.ParseUint(query.Get("seq"), 10, 64)
	if err != nil || seq == 0 {
		return "", 0, fmt.Errorf("seq is %.40q in the query; it must be a number from 1 on", query.Get("seq"))
	}
	return phone, seq, nil
}
