package faketwilio

import (
	"net/url"
	"time"
)

// Outcome is what became of a create call.
type Outcome string

// The outcomes. Whether the text was accepted is told by Request.SID alone.
const (
	Answered        Outcome = "answered"          // 201
	Refused         Outcome = "refused"           // 4xx: something is wrong with the request
	TooManyRequests Outcome = "too_many_requests" // 429, never accepted
	ServerError     Outcome = "server_error"      // 5xx as JSON
	HTMLError       Outcome = "html_error"        // 502 as a page
	Hung            Outcome = "hung"              // accepted, never answered
	Dropped         Outcome = "dropped"           // connection closed without an answer
)

// Sent is a text on its way to a phone.
type Sent struct {
	Call                uint64    `json:"call"` // number of the create call; 0 also for replies
	SID                 string    `json:"sid"`
	Direction           string    `json:"direction"` // OutboundAPI, or OutboundReply for TwiML and the carrier
	From                string    `json:"from"`
	To                  string    `json:"to"`
	Body                string    `json:"body"`
	MessagingServiceSid string    `json:"messaging_service_sid"`
	StatusCallback      string    `json:"status_callback"`
	ValidityPeriod      int       `json:"validity_period"` // seconds, 0 where not given
	Segments            int       `json:"segments"`
	Carrier             bool      `json:"carrier"`    // the carrier's own answer to STOP, START or HELP
	Status              string    `json:"status"`     // the last one it will have
	ErrorCode           int       `json:"error_code"` // 0 where it reached the phone
	StartedAt           time.Time `json:"started_at"` // when the call came in
	At                  time.Time `json:"at"`         // when it was accepted
}

// Received is a text that a phone sent.
type Received struct {
	SID      string    `json:"sid"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	Body     string    `json:"body"`
	At       time.Time `json:"at"`
	Attempts int       `json:"attempts"` // posts made
	Acked    bool      `json:"acked"`    // a post was answered with 2xx and TwiML
	AckedAt  time.Time `json:"acked_at"` // the first time; zero where it was not
}

// Request is one create call.
type Request struct {
	Number    uint64     `json:"number"` // from 0, in the order of arrival
	StartedAt time.Time  `json:"started_at"`
	Form      url.Values `json:"form"`
	Outcome   Outcome    `json:"outcome"` // empty while it is being answered
	Status    int        `json:"status"`  // of HTTP; 0 where there was no answer
	Code      int        `json:"code"`    // Twilio's error code, 0 for none
	SID       string     `json:"sid"`     // empty where the text was not accepted
}

// Callback is one status that was posted, or lost.
type Callback struct {
	SID       string    `json:"sid"`
	Status    string    `json:"status"`
	ErrorCode int       `json:"error_code"`
	URL       string    `json:"url"`
	Lost      bool      `json:"lost"`   // never posted, by fault
	Answer    int       `json:"answer"` // HTTP status, 0 where there was none
	Err       string    `json:"error,omitempty"`
	At        time.Time `json:"at"` // when it was answered
}

// Ledger gives the texts that reached phones, in the order in which they were accepted.
func (s *Server) Ledger() []Sent { return s.sent((*message).reached) }

// Accepted gives all texts that the carrier took, also those that did not reach a phone.
func (s *Server) Accepted() []Sent {
	return s.sent(func(m *message) bool { return m.direction != Inbound })
}

// sent gives the outbound texts that want chooses.
func (s *Server) sent(want func(*message) bool) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []Sent{}
	for _, m := range s.messages.rows {
		if want(m) {
			out = append(out, m.asSent())
		}
	}
	return out
}

// asSent gives m as a row of the ledger.
func (m *message) asSent() Sent {
	end := m.end()
	return Sent{
		Call: m.call, SID: m.sid, Direction: m.direction, From: m.from, To: m.to, Body: m.body,
		MessagingServiceSid: m.service, StatusCallback: m.callback, ValidityPeriod: m.validity,
		Segments: m.segments, Carrier: m.carrier, Status: end.name, ErrorCode: end.code,
		StartedAt: m.startedAt, At: m.at,
	}
}

// Inbounds gives what phones texted, oldest first.
func (s *Server) Inbounds() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []Received{}
	for _, m := range s.messages.rows {
		if m.direction == Inbound {
			out = append(out, Received{
				SID: m.sid, From: m.from, To: m.to, Body: m.body, At: m.at,
				Attempts: m.attempts, Acked: m.acked, AckedAt: m.ackedAt,
			})
		}
	}
	return out
}

// Requests gives every create call, refused ones too, in the order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Request, 0, len(s.requests.rows))
	for _, r := range s.requests.rows {
		out = append(out, *r)
	}
	return out
}

// Callbacks gives the statuses posted or lost so far, in the order in which they were done.
func (s *Server) Callbacks() []Callback {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Callback{}, s.callbacks.rows...)
}
