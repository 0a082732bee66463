package faketwilio

import (
	"encoding/xml"
	"mime"
	"strings"
)

// twiml is as much of TwiML as concerns texts.
type twiml struct {
	XMLName  xml.Name    `xml:"Response"`
	Messages []twimlText `xml:"Message"`
}

// twimlText is a text that stands either in Message or in its Body.
type twimlText struct {
	Text string   `xml:",chardata"`
	Body []string `xml:"Body"`
}

// readTwiML gives the texts to reply with, and whether the answer was TwiML at all. A plain
// text is a reply too: a careless "ok" goes to the phone.
func readTwiML(answer reply) (texts []string, ok bool) {
	kind, _, _ := mime.ParseMediaType(answer.contentType)
	switch kind {
	case "text/plain":
		return nonEmpty(string(answer.body)), false
	case "text/xml", "application/xml":
	default:
		return nil, false
	}
	var doc twiml
	if err := xml.Unmarshal(answer.body, &doc); err != nil {
		return nil, false
	}
	for _, m := range doc.Messages {
		texts = append(texts, nonEmpty(m.Text+strings.Join(m.Body, ""))...)
	}
	return texts, true
}

func nonEmpty(text string) []string {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	return []string{text}
}

// replyTo texts back to the phone that sent m, for the server under test or for the carrier
// itself; a phone that blocks its sender gets only the carrier's. The lock is held.
func (s *Server) replyTo(m *message, body string, carrier bool) {
	if !carrier && s.blocked[s.pairOf(m.to, m.from)] {
		s.opt.Log.Warn("reply to a blocked phone", "to", m.from, "code", 21610)
		return
	}
	now := s.now()
	out := &message{
		sid:       drawSID(rng(s.seed, kindReply, s.number(kindReply))),
		direction: OutboundReply, from: m.to, to: m.from, body: body, service: m.service,
		segments: segments(body), carrier: carrier, startedAt: now, at: now,
	}
	out.plan(&out.fate, 0)
	s.shelve(out)
}
