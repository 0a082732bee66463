package faketwilio

import (
	"io"
	"net/http"
)

// htmlPage is what a gateway says when the server behind it does not.
const htmlPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n" +
	"<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n"

// answer is what a create call came to: a text, a refusal, or neither.
type answer struct {
	luck    fate
	text    *message
	refusal *refusal
}

// answer tells the caller, or leaves him without an answer where his fate says so.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, log *Request, a answer) {
	if a.refusal != nil {
		s.conclude(log, Refused, a.refusal.Status, a.refusal.Code, a)
		a.refusal.write(w)
		return
	}
	switch a.luck.outcome {
	case Answered:
		s.conclude(log, Answered, http.StatusCreated, 0, a)
		s.writeCreated(w, a.text)
	case TooManyRequests:
		s.answerError(w, log, a, 20429, "Too Many Requests")
	case ServerError:
		s.answerError(w, log, a, a.luck.code, "An internal server error has occurred")
	case HTMLError:
		s.conclude(log, HTMLError, http.StatusBadGateway, 0, a)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, htmlPage)
	case Hung:
		s.conclude(log, Hung, 0, 0, a)
		s.hang(r)
		drop(w)
	case Dropped:
		s.conclude(log, Dropped, 0, 0, a)
		drop(w)
	}
}

// answerError answers with an error that is the carrier's own.
func (s *Server) answerError(w http.ResponseWriter, log *Request, a answer, code int, message string) {
	no := refuse(code, "%s", message)
	s.conclude(log, a.luck.outcome, no.Status, code, a)
	no.write(w)
}

// conclude fills in what became of the call, before the caller can know.
func (s *Server) conclude(log *Request, outcome Outcome, status, code int, a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	log.Outcome, log.Status, log.Code = outcome, status, code
	if a.text != nil {
		log.SID = a.text.sid
	}
	s.touch()
}

// writeCreated answers 201 and makes sure that the answer leaves before a callback does.
func (s *Server) writeCreated(w http.ResponseWriter, m *message) {
	writeJSON(w, http.StatusCreated, s.created(m))
	if m.callback != "" {
		// A recorder cannot flush, and has no need to.
		_ = http.NewResponseController(w).Flush()
	}
}

// hang waits until the caller gives up or the server closes; on virtual time he has.
func (s *Server) hang(r *http.Request) {
	if s.opt.Virtual != nil {
		return
	}
	select {
	case <-r.Context().Done():
	case <-s.ctx.Done():
	}
}

// drop closes the connection without an answer. Where that cannot be done, as with a
// recorder, the caller sees an empty 502.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	_ = conn.Close()
}
