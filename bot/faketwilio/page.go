package faketwilio

import (
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"time"
)

// pageRows is how many texts the page shows.
const pageRows = 100

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// pageData is what the page shows.
type pageData struct {
	From, To, Faults string
	Limit            int
	Rows             []pageRow
}

// pageRow is one text in either direction.
type pageRow struct {
	At                   time.Time
	From, To, Body, Note string
}

// showPage answers with the form of a phone and the latest texts.
func (s *Server) showPage(w http.ResponseWriter, r *http.Request) {
	data := pageData{
		From: r.FormValue("from"), To: r.FormValue("to"), Faults: s.Faults().String(),
		Limit: pageRows, Rows: s.latest(),
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := pageTemplate.Execute(w, data); err != nil {
		s.opt.Log.Warn("page not shown", "error", err)
	}
}

// textFromPage texts and goes back to the page.
func (s *Server) textFromPage(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	from, to := r.PostFormValue("from"), r.PostFormValue("to")
	if from == "" || to == "" {
		http.Error(w, "A text needs a phone and a number to text to.", http.StatusBadRequest)
		return
	}
	s.Text(r.Context(), from, to, r.PostFormValue("body"), nil)
	back := url.Values{"from": {from}, "to": {to}}
	http.Redirect(w, r, "/?"+back.Encode(), http.StatusSeeOther)
}

// latest gives the rows of the page, newest first.
func (s *Server) latest() []pageRow {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows, now := s.messages.rows, s.now()
	var out []pageRow
	for i := len(rows) - 1; i >= 0 && len(out) < pageRows; i-- {
		m := rows[i]
		out = append(out, pageRow{At: m.at, From: m.from, To: m.to, Body: m.body, Note: m.note(now)})
	}
	return out
}

// note says in words what became of m.
func (m *message) note(now time.Time) string {
	at := m.current(now)
	switch {
	case m.direction == Inbound && m.acked:
		return "taken by the server"
	case m.direction == Inbound:
		return fmt.Sprintf("not taken by the server, %d attempts", m.attempts)
	case m.carrier:
		return "the carrier's own answer"
	case at.code != 0:
		return fmt.Sprintf("%s, error %d", at.name, at.code)
	}
	return at.name
}
