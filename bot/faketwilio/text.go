package faketwilio

import (
	"context"
	"net/url"
	"strconv"
	"sync"
)

// Text has the phone from text body to the number to. The carrier first does what it does
// on its own, see Options.AdvancedOptOut, then posts the text to Options.InboundURL. extra
// adds parameters or replaces those that Twilio always sends, MessageSid too.
//
// Text returns when the posts are answered. acked says that one was answered with 2xx and
// TwiML; TwiML messages, and plain text, go to the phone as a reply.
func (s *Server) Text(ctx context.Context, from, to, body string, extra url.Values) (sid string, acked bool) {
	m, luck := s.receive(from, to, body, extra)
	if luck.lost || s.opt.InboundURL == "" {
		return m.sid, false
	}
	first, second := s.parcelOf(m, luck.tokens[0]), s.parcelOf(m, luck.tokens[1])
	switch {
	case luck.repeated:
		return m.sid, s.handTwice(ctx, m, first, second)
	case luck.retried:
		// The answer is overlooked, so that only the second can acknowledge the text.
		_, _ = s.deliver(ctx, first, func() { s.tried(m) })
		return m.sid, s.hand(ctx, m, first)
	}
	return m.sid, s.hand(ctx, m, first)
}

// Redeliver posts an inbound text once more, as Twilio may at any time, with another
// idempotency token. acked is as for Text; it is false where there is no such text.
func (s *Server) Redeliver(ctx context.Context, sid string) (acked bool) {
	s.mu.Lock()
	m := s.bySID[sid]
	if m == nil || m.direction != Inbound || s.opt.InboundURL == "" {
		s.mu.Unlock()
		return false
	}
	m.tokenDraws++
	token := drawToken(rng(s.seed^m.tokenDraws, kindText, m.call))
	s.mu.Unlock()
	return s.hand(ctx, m, s.parcelOf(m, token))
}

// receive records what a phone texted and lets the carrier act on it.
func (s *Server) receive(from, to, body string, extra url.Values) (*message, inboundFate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.number(kindText)
	luck := drawInbound(s.seed, n, &s.faults)
	now := s.now()
	m := &message{
		call: n, sid: luck.sid, direction: Inbound, from: from, to: to, body: body,
		service: s.serviceOf[to], segments: segments(body), startedAt: now, at: now,
	}
	if sid := extra.Get("MessageSid"); sid != "" {
		m.sid = sid
	}
	m.media, _ = strconv.Atoi(extra.Get("NumMedia"))
	m.params = s.inboundForm(m)
	s.shelve(m)
	if verdict := s.optOut(m); verdict != "" && s.opt.AdvancedOptOut {
		m.params.Set("OptOutType", verdict)
	}
	for name, values := range extra {
		m.params[name] = values
	}
	return m, luck
}

// inboundForm gives the parameters that Twilio sends with every text. The places belong to
// the numbers, and a fake knows none.
func (s *Server) inboundForm(m *message) url.Values {
	form := url.Values{
		"MessageSid": {m.sid}, "SmsSid": {m.sid}, "SmsMessageSid": {m.sid},
		"AccountSid": {s.opt.AccountSID}, "From": {m.from}, "To": {m.to}, "Body": {m.body},
		"NumMedia": {"0"}, "NumSegments": {strconv.Itoa(m.segments)}, "SmsStatus": {"received"},
		"ApiVersion": {apiVersion}, "FromCountry": {"US"}, "ToCountry": {"US"},
	}
	for _, place := range []string{"City", "State", "Zip"} {
		form.Set("From"+place, "")
		form.Set("To"+place, "")
	}
	if m.service != "" {
		form.Set("MessagingServiceSid", m.service)
	}
	return form
}

func (s *Server) parcelOf(m *message, token string) parcel {
	return parcel{signed: s.inboundURL(), form: m.params, token: token}
}

// handTwice posts a text in two posts at once.
func (s *Server) handTwice(ctx context.Context, m *message, first, second parcel) bool {
	if s.opt.Virtual != nil { // one after the other
		mine := s.hand(ctx, m, first)
		return s.hand(ctx, m, second) || mine
	}
	var other sync.WaitGroup
	var acked bool
	other.Go(func() { acked = s.hand(ctx, m, second) })
	mine := s.hand(ctx, m, first)
	other.Wait()
	return mine || acked
}

// hand posts an inbound text and takes the answer.
func (s *Server) hand(ctx context.Context, m *message, p parcel) (acked bool) {
	answer, err := s.deliver(ctx, p, func() { s.tried(m) })
	if err != nil || answer.code/100 != 2 {
		return false
	}
	texts, acked := readTwiML(answer)
	s.mu.Lock()
	defer s.mu.Unlock()
	if acked && !m.acked {
		m.acked, m.ackedAt = true, s.now()
	}
	for _, text := range texts {
		s.replyTo(m, text, false)
	}
	s.touch()
	return acked
}

// tried counts an attempt.
func (s *Server) tried(m *message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.attempts++
	s.touch()
}
