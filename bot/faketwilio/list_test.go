package faketwilio

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// listed gives the bodies of one page and the address of the next.
func (g *rig) listed(target string) (bodies []string, next string) {
	g.t.Helper()
	code, _, body := g.call(http.MethodGet, target, nil)
	if code != http.StatusOK {
		g.t.Fatalf("list %s: %d %s", target, code, body)
	}
	page := decode[pageJSON](g.t, body)
	for _, m := range page.Messages {
		bodies = append(bodies, m.Body)
	}
	if page.NextPageURI != nil {
		next = *page.NextPageURI
	}
	return bodies, next
}

// TestListBothDirections: newest first, each with its direction.
func TestListBothDirections(t *testing.T) {
	g := newRig(t, Options{})
	g.create(text("out"))
	g.Text(t.Context(), phone, sender, "in", nil)
	_, _, body := g.call(http.MethodGet, path+".json", nil)
	page := decode[pageJSON](t, body)
	var got []string
	for _, m := range page.Messages {
		got = append(got, m.Direction+" "+m.Status+" "+*m.From+" "+m.Body)
	}
	want := []string{"inbound received " + phone + " in", "outbound-api delivered " + sender + " out"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestListPages: pages follow one another without gap or repetition, also while messages
// are added.
func TestListPages(t *testing.T) {
	g := newRig(t, Options{})
	for i := range 5 {
		g.create(text(fmt.Sprint(i)))
	}
	first, next := g.listed(path + ".json?PageSize=2&To=" + url.QueryEscape(phone))
	g.create(text("late"))
	second, next := g.listed(next)
	third, end := g.listed(next)
	got := append(append(first, second...), third...)
	if diff := cmp.Diff([]string{"4", "3", "2", "1", "0"}, got); diff != "" || end != "" {
		t.Errorf("end %q, %s", end, diff)
	}
	counted, _ := g.listed(path + ".json?PageSize=2&Page=1")
	if diff := cmp.Diff([]string{"3", "2"}, counted); diff != "" {
		t.Error(diff)
	}
}

// TestListFilters reads each filter, with its name encoded as clients send it.
func TestListFilters(t *testing.T) {
	g := newRig(t, Options{})
	g.create(text("out"))
	g.Text(t.Context(), phone, sender, "in", nil)
	at := g.Ledger()[0].At.UTC()
	day, next, stamp := at.Format(time.DateOnly), at.AddDate(0, 0, 2).Format(time.DateOnly), at.Format(time.RFC3339)
	both := []string{"in", "out"}
	for _, c := range []struct {
		name, value string
		want        []string
	}{
		{"To", sender, []string{"in"}}, {"From", sender, []string{"out"}}, {"To", "+12025550188", nil},
		{"DateSent>", day, both}, {"DateSent>", stamp, both}, {"DateSent>", next, nil},
		{"DateSent<", next, both}, {"DateSent<", at.AddDate(0, 0, -2).Format(time.DateOnly), nil},
		{"DateSent", next, nil},
	} {
		query := url.Values{c.name: {c.value}}
		got, _ := g.listed(path + ".json?" + query.Encode())
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s=%s: %s", c.name, c.value, diff)
		}
	}
}

// TestDatesAreWholeDays: a day in a comparison is taken in whole, a timestamp to the second.
func TestDatesAreWholeDays(t *testing.T) {
	for _, c := range []struct {
		name, value, at string
		want            bool
	}{
		{"DateSent", "2026-01-31", "2026-01-31T23:59:59.9Z", true},
		{"DateSent", "2026-01-31", "2026-02-01T00:00:00Z", false},
		{"DateSent<", "2026-01-31", "2026-01-31T23:59:59Z", true},
		{"DateSent>", "2026-01-31", "2026-01-31T00:00:00Z", true},
		{"DateSent>", "2026-01-31T12:00:00Z", "2026-01-31T11:59:59.9Z", false},
		{"DateSent>", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z", true},
		{"DateSent<", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.9Z", true},
		{"DateSent<", "2026-01-31T12:00:00Z", "2026-01-31T12:00:01Z", false},
	} {
		f, no := readFilter(url.Values{c.name: {c.value}})
		if no != nil {
			t.Fatal(no.Message)
		}
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.fits(&message{direction: Inbound, at: at}, at); got != c.want {
			t.Errorf("%s=%s with %s: %v", c.name, c.value, c.at, got)
		}
	}
}

func TestListRefused(t *testing.T) {
	g := newRig(t, Options{})
	for _, query := range []string{"DateSent=today", "PageSize=x", "Page=-1", "PageToken=PASM0"} {
		code, _, body := g.call(http.MethodGet, path+".json?"+query, nil)
		if code != http.StatusBadRequest || decode[refusal](t, body).Code != 20001 {
			t.Errorf("%s: %d %s", query, code, body)
		}
	}
	g.SetFaults(Faults{ListError: 1})
	if code, _, body := g.call(http.MethodGet, path+".json", nil); code != http.StatusServiceUnavailable {
		t.Errorf("list error: %d %s", code, body)
	}
}

// record makes an API call without a socket, for tests in a bubble.
func record(s *Server, method, target string, form url.Values) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, target, nil)
	req.PostForm, req.Form = form, form
	req.SetBasicAuth(DefaultAccountSID, DefaultAuthToken)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w
}

// TestListDelay: a new message can be fetched at once, and listed only later.
func TestListDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Faults: Faults{ListDelayMS: 200}})
		defer s.Close()
		made := decode[resource](t, record(s, http.MethodPost, path+".json", text("Hi")).Body.String())
		count := func() int {
			body := record(s, http.MethodGet, path+".json", nil).Body.String()
			return len(decode[pageJSON](t, body).Messages)
		}
		time.Sleep(199 * time.Millisecond)
		if w := record(s, http.MethodGet, path+"/"+made.SID+".json", nil); w.Code != http.StatusOK || count() != 0 {
			t.Errorf("fetched %d, listed %d", w.Code, count())
		}
		time.Sleep(time.Millisecond)
		if count() != 1 {
			t.Errorf("listed %d", count())
		}
	})
}

// TestLatency: a create call takes its time, and the text is accepted half-way.
func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Latency: 100 * time.Millisecond})
		defer s.Close()
		start := time.Now()
		record(s, http.MethodPost, path+".json", text("Hi"))
		row := s.Ledger()[0]
		if took, at := time.Since(start), row.At.Sub(row.StartedAt); took != 100*time.Millisecond || at != 50*time.Millisecond {
			t.Errorf("took %s, accepted after %s", took, at)
		}
	})
}
