package faketwilio

import (
	"net/http"
	"strings"
)

// fetch shows one message.
func (s *Server) fetch(w http.ResponseWriter, r *http.Request) {
	if no := s.authorise(r); no != nil {
		no.write(w)
		return
	}
	sid, isJSON := strings.CutSuffix(r.PathValue("file"), ".json")
	s.mu.Lock()
	m := s.bySID[sid]
	s.mu.Unlock()
	if m == nil || !isJSON {
		notFound(r).write(w)
		return
	}
	writeJSON(w, http.StatusOK, s.resource(m, s.now()))
}
