package faketwilio

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// pageJSON is one page of a listing.
type pageJSON struct {
	Messages        []*resource `json:"messages"`
	Page            int         `json:"page"`
	PageSize        int         `json:"page_size"`
	Start           int         `json:"start"`
	End             int         `json:"end"`
	URI             string      `json:"uri"`
	FirstPageURI    string      `json:"first_page_uri"`
	NextPageURI     *string     `json:"next_page_uri"`
	PreviousPageURI *string     `json:"previous_page_uri"`
}

// list shows messages, newest first.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	if no := s.authorise(r); no != nil {
		no.write(w)
		return
	}
	if s.listFails() {
		refuse(20503, "Service Unavailable").write(w)
		return
	}
	want, no := readFilter(r.URL.Query())
	if no == nil {
		no = s.startAt(want)
	}
	if no != nil {
		no.write(w)
		return
	}
	now := s.now()
	found := s.find(want, now)
	writeJSON(w, http.StatusOK, s.page(r.URL.Path, want, found, now))
}

// listFails draws whether this listing is answered with an error.
func (s *Server) listFails() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return rng(s.seed, kindList, s.number(kindList)).Float64() < s.faults.ListError
}

// find gives the messages of one page, and one more where another page follows.
func (s *Server) find(want *filter, now time.Time) []*message {
	s.mu.Lock()
	defer s.mu.Unlock()
	listed := now.Add(-s.faults.listDelay())
	var out []*message
	for i, skip := want.below, want.skip; i > s.messages.first && len(out) <= want.size; i-- {
		m := s.messages.rows[i-1-s.messages.first]
		switch {
		case m.at.After(listed) || !want.fits(m, now):
		case skip > 0:
			skip--
		default:
			out = append(out, m)
		}
	}
	return out
}

// page shows what find found.
func (s *Server) page(path string, want *filter, found []*message, now time.Time) pageJSON {
	out := pageJSON{
		Messages: []*resource{}, Page: want.page, PageSize: want.size, Start: want.page * want.size,
		URI: want.uri(path, want.page, want.token), FirstPageURI: want.uri(path, 0, ""),
	}
	if len(found) > want.size {
		found = found[:want.size]
		next := want.uri(path, want.page+1, tokenPrefix+found[want.size-1].sid)
		out.NextPageURI = &next
	}
	if want.page > 0 {
		previous := want.uri(path, want.page-1, "")
		out.PreviousPageURI = &previous
	}
	for _, m := range found {
		out.Messages = append(out.Messages, s.resource(m, now))
	}
	out.End = out.Start + max(0, len(found)-1)
	return out
}

// uri names a page of the same listing.
func (f *filter) uri(path string, page int, token string) string {
	query := url.Values{}
	for name, values := range f.query {
		query[name] = values
	}
	query.Set("PageSize", strconv.Itoa(f.size))
	query.Set("Page", strconv.Itoa(page))
	query.Del("PageToken")
	if token != "" {
		query.Set("PageToken", token)
	}
	return path + "?" + query.Encode()
}
