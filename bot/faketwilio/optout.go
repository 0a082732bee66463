package faketwilio

import "strings"

// pair is a sender, or its service, and a phone that may block it.
type pair struct{ sender, phone string }

// pairOf gives the pair that a block between the two numbers is kept under. The lock is
// not needed.
func (s *Server) pairOf(sender, phone string) pair {
	if service := s.serviceOf[sender]; service != "" {
		sender = service
	}
	return pair{sender, phone}
}

// Block has phone refuse texts of sender, a number or a Messaging Service, as after STOP
// but in silence.
func (s *Server) Block(sender, phone string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blocked[s.pairOf(sender, phone)] = true
}

// Unblock lifts a block.
func (s *Server) Unblock(sender, phone string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.blocked, s.pairOf(sender, phone))
}

// The kinds of keywords, as OptOutType names them.
const (
	verdictStop  = "STOP"
	verdictStart = "START"
	verdictHelp  = "HELP"
)

// verdicts are the words that the carrier acts on when one is all of a text.
var verdicts = map[string]string{
	"STOP": verdictStop, "STOPALL": verdictStop, "UNSUBSCRIBE": verdictStop, "CANCEL": verdictStop,
	"END": verdictStop, "QUIT": verdictStop, "REVOKE": verdictStop, "OPTOUT": verdictStop,
	"START": verdictStart, "UNSTOP": verdictStart, "YES": verdictStart,
	"HELP": verdictHelp, "INFO": verdictHelp,
}

// The carrier's own answers.
const (
	stopAnswer  = "You are unsubscribed from this number. Reply START to subscribe again."
	startAnswer = "You are subscribed to this number again. Reply STOP to unsubscribe."
	helpAnswer  = "Reply STOP to unsubscribe. Message and data rates may apply."
)

// verdict gives what the carrier takes an inbound text for; empty for an ordinary one. A
// short code is left to its owner without Advanced Opt-Out, and a toll-free number takes
// no YES.
func (s *Server) verdict(m *message) string {
	if shortCode.MatchString(m.to) && !s.opt.AdvancedOptOut {
		return ""
	}
	word := strings.ToUpper(strings.TrimSpace(m.body))
	if word == "YES" && tollFree(m.to) {
		return ""
	}
	return verdicts[word]
}

// tollFree says whether number is a North American toll-free one.
func tollFree(number string) bool {
	for _, code := range []string{"800", "833", "844", "855", "866", "877", "888"} {
		if strings.HasPrefix(number, "+1"+code) {
			return true
		}
	}
	return false
}

// optOut blocks, unblocks or helps as the text says, with the carrier's own answer where
// something changed. The lock is held.
func (s *Server) optOut(m *message) string {
	verdict, key := s.verdict(m), s.pairOf(m.to, m.from)
	blocked := s.blocked[key]
	switch {
	case verdict == verdictStop && !blocked:
		s.blocked[key] = true
		s.replyTo(m, stopAnswer, true)
	case verdict == verdictStart && blocked:
		delete(s.blocked, key)
		s.replyTo(m, startAnswer, true)
	case verdict == verdictHelp && !(blocked && s.opt.AdvancedOptOut):
		s.replyTo(m, helpAnswer, true)
	}
	return verdict
}
