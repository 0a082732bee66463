package faketwilio

import (
	"fmt"
	"strconv"
	"time"
)

const apiVersion = "2010-04-01"

// resource is a message as the API shows it. All numbers but the error code are texts.
type resource struct {
	Body                string            `json:"body"`
	NumSegments         string            `json:"num_segments"`
	Direction           string            `json:"direction"`
	From                *string           `json:"from"`
	To                  string            `json:"to"`
	DateUpdated         string            `json:"date_updated"`
	Price               *string           `json:"price"`
	ErrorMessage        *string           `json:"error_message"`
	URI                 string            `json:"uri"`
	AccountSID          string            `json:"account_sid"`
	NumMedia            string            `json:"num_media"`
	Status              string            `json:"status"`
	MessagingServiceSID *string           `json:"messaging_service_sid"`
	SID                 string            `json:"sid"`
	DateSent            *string           `json:"date_sent"`
	DateCreated         string            `json:"date_created"`
	ErrorCode           *int              `json:"error_code"`
	PriceUnit           string            `json:"price_unit"`
	APIVersion          string            `json:"api_version"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
}

// created shows a text as the answer to its creation: no status reached yet and, with a
// service, neither sender nor segments known.
func (s *Server) created(m *message) *resource {
	out := s.shown(m)
	out.Status = m.initial()
	if m.service != "" {
		out.From, out.NumSegments = nil, "0"
	}
	return out
}

// resource shows a message as it is now.
func (s *Server) resource(m *message, now time.Time) *resource {
	out := s.shown(m)
	at := m.current(now)
	out.Status, out.DateUpdated = at.name, rfc2822(at.at)
	if sent := m.sentAt(now); !sent.IsZero() {
		date, price := rfc2822(sent), fmt.Sprintf("-%.5f", 0.0079*float64(m.segments))
		out.DateSent, out.Price = &date, &price
	}
	if at.code != 0 {
		text := "Delivery failed with error " + strconv.Itoa(at.code)
		out.ErrorCode, out.ErrorMessage = &at.code, &text
	}
	return out
}

// shown gives the fields that never change.
func (s *Server) shown(m *message) *resource {
	uri := "/" + apiVersion + "/Accounts/" + s.opt.AccountSID + "/Messages/" + m.sid
	out := &resource{
		Body: m.body, NumSegments: strconv.Itoa(m.segments), Direction: m.direction,
		From: &m.from, To: m.to, DateUpdated: rfc2822(m.at), URI: uri + ".json",
		AccountSID: s.opt.AccountSID, NumMedia: strconv.Itoa(m.media), SID: m.sid,
		DateCreated: rfc2822(m.at), PriceUnit: "USD", APIVersion: apiVersion,
		SubresourceURIs: map[string]string{"media": uri + "/Media.json"},
	}
	if m.service != "" {
		out.MessagingServiceSID = &m.service
	}
	return out
}

// rfc2822 writes a time as Twilio does, in GMT and whole seconds.
func rfc2822(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }
