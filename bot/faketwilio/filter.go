package faketwilio

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	defaultPage = 50
	maxPage     = 1000
	// tokenPrefix stands before the SID of the last message of the page before.
	tokenPrefix = "PA"
)

// filter says which messages a listing wants, and which page of them.
type filter struct {
	query       url.Values
	from, to    string
	after       time.Time // not sent before this; zero for no bound
	before      time.Time // sent before this; zero for no bound
	size, page  int
	token       string
	below, skip uint64 // the page starts under this row, after so many that fit
}

// readFilter reads the query of a listing. The comparison of a date stands in its name:
// "DateSent>=2026-01-31" is the parameter "DateSent>".
func readFilter(query url.Values) (*filter, *refusal) {
	f := &filter{query: query, from: query.Get("From"), to: query.Get("To"), size: defaultPage}
	for _, read := range []func(*filter) *refusal{readDates, readPaging} {
		if no := read(f); no != nil {
			return nil, no
		}
	}
	return f, nil
}

// readDates reads days or timestamps; a day on either side is taken in whole.
func readDates(f *filter) *refusal {
	for _, name := range []string{"DateSent", "DateSent>", "DateSent<"} {
		text := f.query.Get(name)
		if text == "" {
			continue
		}
		start, length, ok := readDate(text)
		if !ok {
			return refuse(20001, "Invalid date for %s: %s", name, text)
		}
		if name != "DateSent<" && start.After(f.after) {
			f.after = start
		}
		if end := start.Add(length); name != "DateSent>" && (f.before.IsZero() || end.Before(f.before)) {
			f.before = end
		}
	}
	return nil
}

// readDate gives the start and the length of what text names: a day or a second.
func readDate(text string) (start time.Time, length time.Duration, ok bool) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, 24 * time.Hour, true
	}
	at, err := time.Parse(time.RFC3339, text)
	return at.Truncate(time.Second), time.Second, err == nil
}

func readPaging(f *filter) *refusal {
	for name, place := range map[string]*int{"PageSize": &f.size, "Page": &f.page} {
		text := f.query.Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return refuse(20001, "Invalid %s: %s", name, text)
		}
		*place = n
	}
	f.size = min(max(f.size, 1), maxPage)
	f.token = f.query.Get("PageToken")
	return nil
}

// startAt finds the row under which the page starts: by its token, which stays true when
// messages are added meanwhile, or by counting pages.
func (s *Server) startAt(f *filter) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.token == "" {
		f.below, f.skip = s.messages.next(), uint64(f.page)*uint64(f.size)
		return nil
	}
	m := s.bySID[strings.TrimPrefix(f.token, tokenPrefix)]
	if m == nil {
		return refuse(20001, "Invalid PageToken: %s", f.token)
	}
	f.below = m.seq
	return nil
}

// fits says whether m is wanted. A message that was not sent yet goes by its creation.
func (f *filter) fits(m *message, now time.Time) bool {
	if (f.from != "" && m.from != f.from) || (f.to != "" && m.to != f.to) {
		return false
	}
	at := m.sentAt(now)
	if at.IsZero() {
		at = m.at
	}
	at = at.Truncate(time.Second)
	return !at.Before(f.after) && (f.before.IsZero() || at.Before(f.before))
}
