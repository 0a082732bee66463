package main_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// message is a text as the API tells it.
type message struct {
	ID        uint64
	Direction string
	Body      string
	Status    string
	SID       string
	Name      string
}

// subscriber is a record as the API tells it.
type subscriber struct {
	Ground, State string
	InFlight      []any `json:"in_flight"`
	Ready         []any
	Scheduled     []struct{ Kind string }
}

// journalLine is a line of the journal as the API tells it.
type journalLine struct{ Event, Why string }

// facts are what the carrier and the server say at the end.
type facts struct {
	people   []*person
	ledger   map[string][]faketwilio.Sent     // by phone, without the carrier's own
	inbounds map[string][]faketwilio.Received // by phone
	requests map[string][]faketwilio.Request  // by phone
	records  map[string]subscriber
	messages map[string][]message
	journals map[string][]journalLine
}

func (w *world) subscriber(ctx context.Context, phone string) (s subscriber, err error) {
	return s, w.get(ctx, w.api(phone, ""), &s)
}

func (w *world) messages(ctx context.Context, phone string) ([]message, error) {
	var page struct{ Messages []message }
	err := w.get(ctx, w.api(phone, "/messages?limit=500"), &page)
	return page.Messages, err
}

func (w *world) journal(ctx context.Context, phone string) (lines []journalLine, err error) {
	var page struct {
		Journal []struct{ Lines []journalLine }
	}
	err = w.get(ctx, w.api(phone, "/journal?limit=500"), &page)
	for _, entry := range page.Journal {
		lines = append(lines, entry.Lines...)
	}
	return lines, err
}

func (w *world) api(phone, rest string) string {
	return "http://" + w.address + "/v1/subscribers/" + url.PathEscape(phone) + rest
}

// awaitQuiet waits until the server has nothing left to do for anybody.
func (w *world) awaitQuiet(ctx context.Context, c *crowd) {
	w.t.Helper()
	for _, p := range c.people {
		quiet := func() bool {
			s, err := w.subscriber(ctx, p.phone)
			return err == nil && len(s.InFlight) == 0 && len(s.Ready) == 0 && !waiting(s)
		}
		if err := await(ctx, quiet); err != nil {
			s, _ := w.subscriber(w.t.Context(), p.phone)
			w.t.Fatalf("%s does not come to rest: %+v", p.phone, s)
		}
	}
}

// waiting tells whether a text waits to be tried again.
func waiting(s subscriber) bool {
	for _, item := range s.Scheduled {
		if item.Kind == "text" {
			return true
		}
	}
	return false
}

// gather reads everything.
func (w *world) gather(ctx context.Context, c *crowd) *facts {
	w.t.Helper()
	f := &facts{people: c.people, ledger: map[string][]faketwilio.Sent{}, inbounds: map[string][]faketwilio.Received{},
		requests: map[string][]faketwilio.Request{}, records: map[string]subscriber{},
		messages: map[string][]message{}, journals: map[string][]journalLine{}}
	f.readCarrier(ctx, w)
	for _, p := range c.people {
		var errs [3]error
		f.records[p.phone], errs[0] = w.subscriber(ctx, p.phone)
		f.messages[p.phone], errs[1] = w.messages(ctx, p.phone)
		f.journals[p.phone], errs[2] = w.journal(ctx, p.phone)
		for _, err := range errs {
			if err != nil {
				w.t.Fatal(err)
			}
		}
	}
	return f
}

func (f *facts) readCarrier(ctx context.Context, w *world) {
	w.t.Helper()
	var ledger []faketwilio.Sent
	var inbounds []faketwilio.Received
	var requests []faketwilio.Request
	for path, list := range map[string]any{"ledger": &ledger, "inbounds": &inbounds, "requests": &requests} {
		if err := w.get(ctx, w.carrier+"/fake/"+path, list); err != nil {
			w.t.Fatal(err)
		}
	}
	for _, row := range ledger {
		if !row.Carrier {
			f.ledger[row.To] = append(f.ledger[row.To], row)
		}
	}
	for _, in := range inbounds {
		f.inbounds[in.From] = append(f.inbounds[in.From], in)
	}
	for _, r := range requests {
		phone := r.Form.Get("To")
		f.requests[phone] = append(f.requests[phone], r)
	}
}

// messageOf is the number of the text that a request asked to send.
func messageOf(r faketwilio.Request) uint64 {
	u, err := url.Parse(r.Form.Get("StatusCallback"))
	if err != nil {
		return 0
	}
	n, _ := strconv.ParseUint(u.Query().Get("seq"), 10, 64) // 0 is no text's number
	return n
}

// stopOf finds a phone's STOP: its number at the server, that of the START after it (or beyond
// all), and when the carrier heard that it was stored (zero: it was found in the list).
func (f *facts) stopOf(phone string) (stop, start uint64, acked time.Time) {
	start = ^uint64(0)
	for _, m := range f.messages[phone] {
		switch {
		case m.Direction != "inbound":
		case m.Body == "STOP":
			stop = m.ID
		case m.Body == "START":
			start = m.ID
		}
	}
	for _, in := range f.inbounds[phone] {
		if in.Body == "STOP" {
			acked = in.AckedAt
		}
	}
	return stop, start, acked
}

// doubts counts what became of texts in doubt.
func (f *facts) doubts(n *tally) {
	for _, lines := range f.journals {
		for _, l := range lines {
			switch event, _, _ := strings.Cut(l.Event, ":"); {
			case event == "doubt":
				n.doubts++
				if strings.HasPrefix(l.Why, "restart") {
					n.restarts++
				}
			case event == "not_sent" && strings.HasPrefix(l.Why, "reconciled"):
				n.absent++
			case event == "unknown":
				n.unknown++
			}
		}
	}
	n.found = n.doubts - n.absent - n.unknown
}
