package faketwilio

import (
	"net/url"
	"time"
)

// Directions of a message, as the API spells them.
const (
	Inbound       = "inbound"
	OutboundAPI   = "outbound-api"
	OutboundReply = "outbound-reply"
)

// message is one text in either direction. After it is on the shelf only the fields of
// inbound delivery change, under the server's lock.
type message struct {
	seq        uint64 // its number on the shelf
	call       uint64 // number of the create call
	sid        string
	direction  string
	from, to   string
	body       string
	service    string
	callback   string
	validity   int // seconds, 0 where not given
	segments   int
	media      int
	carrier    bool
	startedAt  time.Time
	at         time.Time
	statuses   []status
	fate       fate
	params     url.Values // inbound: what is posted
	tokenDraws uint64     // inbound: how many redeliveries had a token drawn
	attempts   int
	acked      bool
	ackedAt    time.Time
}

// status is one station of a text's life, and when it gets there.
type status struct {
	name string
	code int
	at   time.Time
}

// initial is the status before any station.
func (m *message) initial() string {
	switch {
	case m.direction == Inbound:
		return "received"
	case m.service != "":
		return "accepted"
	}
	return "queued"
}

// current is the station reached by now.
func (m *message) current(now time.Time) status {
	out := status{name: m.initial(), at: m.at}
	for _, s := range m.statuses {
		if s.at.After(now) {
			break
		}
		out = s
	}
	return out
}

// end is the last station.
func (m *message) end() status {
	if len(m.statuses) == 0 {
		return status{name: m.initial(), at: m.at}
	}
	return m.statuses[len(m.statuses)-1]
}

// reached says whether the text is one that a phone shows.
func (m *message) reached() bool {
	return m.direction != Inbound && m.end().code == 0
}

// sentAt is when the text left the carrier; zero where it has not by now.
func (m *message) sentAt(now time.Time) time.Time {
	if m.direction == Inbound {
		return m.at
	}
	for _, s := range m.statuses {
		if s.name == "sent" && !s.at.After(now) {
			return s.at
		}
	}
	return time.Time{}
}

// plan writes the stations of an accepted text. A text that fails was never sent; one that
// is undelivered was.
func (m *message) plan(f *fate, spread time.Duration) {
	end := f.failure
	if end.status == "" {
		end.status = "delivered"
	}
	var names []string
	if m.service != "" {
		names = append(names, "queued")
	}
	if end.status != "failed" {
		names = append(names, "sent")
	}
	for i, name := range append(names, end.status) {
		after := time.Duration(f.offsets[i] * float64(spread))
		m.statuses = append(m.statuses, status{name: name, at: m.at.Add(after)})
	}
	m.statuses[len(m.statuses)-1].code = end.code
}
