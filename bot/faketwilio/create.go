package faketwilio

import (
	"net/http"
)

// maxForm bounds the body of a request.
const maxForm = 1 << 20

// create is the call that sends a text. What is wrong with the request is told before
// what is drawn for it, except that a call which is not accepted is not looked at.
func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	// A form that cannot be read leaves values out, and these are then refused as missing.
	_ = r.ParseForm()
	log, luck := s.arrive(r)
	s.pause(r.Context(), s.opt.Latency/2)
	m, no := s.consider(r, log, luck)
	s.pause(r.Context(), s.opt.Latency/2)
	sent := 0
	if m != nil && m.callback != "" && luck.early {
		s.postStatus(m, 0)
		sent = 1
	}
	if luck.outcome == Answered {
		s.answer(w, r, log, answer{luck: luck, text: m, refusal: no})
		s.report(m, sent)
		return
	}
	// A caller may never be answered, and the text goes its way all the same.
	s.report(m, sent)
	s.answer(w, r, log, answer{luck: luck, text: m, refusal: no})
}

// arrive numbers the call, draws its fate and puts it in the list of requests.
func (s *Server) arrive(r *http.Request) (*Request, fate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.number(kindCreate)
	log := &Request{Number: n, StartedAt: s.now(), Form: r.PostForm}
	s.requests.add(log)
	return log, drawFate(s.seed, n, &s.faults)
}

// consider accepts the text, refuses the call, or does neither where its fate says so.
func (s *Server) consider(r *http.Request, log *Request, luck fate) (*message, *refusal) {
	if no := s.authorise(r); no != nil {
		return nil, no
	}
	if !luck.accepted {
		return nil, nil
	}
	m, no := s.readText(log.Form)
	if no != nil {
		return nil, no
	}
	m.call, m.startedAt, m.sid, m.fate = log.Number, log.StartedAt, luck.sid, luck
	return s.accept(m)
}

// accept puts the text on the ledger, unless the phone has blocked its sender.
func (s *Server) accept(m *message) (*message, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blocked[s.pairOf(m.from, m.to)] {
		if !s.opt.AdvancedOptOut {
			return nil, refuse(21610, "Attempt to send to unsubscribed recipient")
		}
		m.fate.failure = failure{"failed", 21610}
	}
	m.at = s.now()
	m.plan(&m.fate, s.opt.CallbackDelay)
	if m.callback != "" {
		s.pending += len(m.statuses)
	}
	s.shelve(m)
	return m, nil
}
