package twilio

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/parley-sms/parley/fsm"
)

// StatusPath is where Twilio posts delivery reports, under the public URL.
const StatusPath = "/webhooks/twilio/status"

// callback is the address for the reports of one text. It carries our message id, for a report may
// come before the answer that gives us Twilio's, and without the number it is about.
func (c *Carrier) callback(text fsm.Message) string {
	id := url.Values{"phone": {string(text.Phone)}, "seq": {strconv.FormatUint(text.Seq, 10)}}
	return c.public + StatusPath + "?" + id.Encode()
}

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
