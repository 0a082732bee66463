package faketwilio

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestStatuses: sent and delivered come in order, signed with the query of the callback.
func TestStatuses(t *testing.T) {
	g := newRig(t, Options{})
	made := g.create(g.reported("a b&c"))
	g.settled()
	if got := g.shop.statuses(); got != "sent delivered" {
		t.Fatalf("statuses %q", got)
	}
	last := g.shop.taken()[1]
	if last.target != "/status?m=a+b%26c" || last.form.Get("MessageSid") != made.SID ||
		last.form.Get("AccountSid") != DefaultAccountSID || last.form.Get("To") != phone ||
		last.form.Get("RawDlrDoneDate") == "" || last.form.Has("ErrorCode") || last.token == "" {
		t.Errorf("posted %+v", last)
	}
	if log := g.Callbacks(); len(log) != 2 || log[0].Answer != http.StatusOK || log[0].SID != made.SID {
		t.Errorf("callbacks %+v", log)
	}
}

// TestStatusesOfService begin with queued.
func TestStatusesOfService(t *testing.T) {
	g := newRig(t, Options{})
	form := g.reported("Hi")
	form.Set("MessagingServiceSid", service)
	g.create(form)
	g.settled()
	if got := g.shop.statuses(); got != "queued sent delivered" {
		t.Errorf("statuses %q", got)
	}
	if got := g.shop.taken()[0].form.Get("MessagingServiceSid"); got != service {
		t.Errorf("service %q", got)
	}
}

// TestStatusFaults: lost, repeated, turned round.
func TestStatusFaults(t *testing.T) {
	for _, c := range []struct {
		faults Faults
		want   string
		rows   int
	}{
		{Faults{CallbackLost: 1}, "", 2},
		{Faults{CallbackRepeated: 1}, "sent sent delivered delivered", 4},
		{Faults{CallbackReordered: 1}, "delivered sent", 2},
	} {
		g := newRig(t, Options{Faults: c.faults})
		g.create(g.reported("Hi"))
		g.settled()
		if got := g.shop.statuses(); got != c.want || len(g.Callbacks()) != c.rows {
			t.Errorf("%s: statuses %q, noted %+v", c.faults, got, g.Callbacks())
		}
	}
}

// TestStatusEarly: the first status is there before the create call is answered.
func TestStatusEarly(t *testing.T) {
	g := newRig(t, Options{Faults: Faults{CallbackEarly: 1}})
	var answered []Outcome
	g.shop.answerWith(func(http.ResponseWriter, *http.Request) {
		answered = append(answered, g.Requests()[0].Outcome)
	})
	g.create(g.reported("Hi"))
	g.settled()
	if want := []Outcome{"", Answered}; !slices.Equal(answered, want) {
		t.Errorf("outcomes while statuses came: %q", answered)
	}
}

// TestFailAsync: a text that fails is accepted, told of, and on no phone.
func TestFailAsync(t *testing.T) {
	g := newRig(t, Options{Faults: Faults{FailAsync: 1}, Seed: 1})
	seen := map[string]bool{}
	for range 20 {
		made := g.create(g.reported("Hi"))
		g.settled()
		_, _, body := g.call(http.MethodGet, path+"/"+made.SID+".json", nil)
		got := decode[resource](t, body)
		posts := g.shop.taken()
		last := posts[len(posts)-1].form
		if got.ErrorCode == nil || *got.ErrorCode < 30001 || got.Status != last.Get("MessageStatus") || last.Get("ErrorCode") == "" {
			t.Fatalf("fetched %s, posted %v", body, last)
		}
		if failed := got.Status == "failed"; failed != (got.DateSent == nil) {
			t.Errorf("%s, sent %v", got.Status, got.DateSent)
		}
		seen[got.Status] = true
	}
	if !seen["failed"] || !seen["undelivered"] || len(g.Ledger()) != 0 || len(g.Accepted()) != 20 {
		t.Errorf("ends %v, ledger %d, accepted %d", seen, len(g.Ledger()), len(g.Accepted()))
	}
}

// TestStatusRetries: a post that fails is repeated as often as the options say.
func TestStatusRetries(t *testing.T) {
	g := newRig(t, Options{Retries: 2, RetryDelay: time.Millisecond})
	left := 2
	g.shop.answerWith(func(w http.ResponseWriter, _ *http.Request) {
		if left > 0 {
			left--
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	g.create(g.reported("Hi"))
	g.settled()
	if got := g.shop.statuses(); got != "sent sent sent delivered" {
		t.Errorf("statuses %q", got)
	}
}

// TestUnreachable: nobody answers, and the callback says so.
func TestUnreachable(t *testing.T) {
	g := newRig(t, Options{Client: &http.Client{
		Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("no route") }),
	}})
	g.create(g.reported("Hi"))
	g.settled()
	if log := g.Callbacks(); len(log) != 2 || log[0].Err == "" || log[0].Answer != 0 {
		t.Errorf("callbacks %+v", log)
	}
	if _, acked := g.Text(t.Context(), phone, sender, "Hi", nil); acked {
		t.Error("acknowledged by nobody")
	}
}

// TestPublicBase: posts are signed for the public name and made to the real host.
func TestPublicBase(t *testing.T) {
	const public = "https://sms.example.com:8443"
	g := newRig(t, Options{PublicBase: public})
	g.shop.public = public
	form := text("Hi")
	form.Set("StatusCallback", public+"/status?m=1")
	g.create(form)
	g.settled()
	if _, acked := g.Text(t.Context(), phone, sender, "Hi", nil); !acked || g.shop.statuses() != "sent delivered" {
		t.Errorf("acked %v, statuses %q, callbacks %+v", acked, g.shop.statuses(), g.Callbacks())
	}
}

// TestRewrite: the options may send posts anywhere.
func TestRewrite(t *testing.T) {
	in := newShop(t)
	in.public = "https://sms.example.com"
	g := newRig(t, Options{
		InboundURL: in.public + "/in",
		Rewrite:    func(signed string) string { return strings.Replace(signed, in.public, in.url, 1) },
	})
	if _, acked := g.Text(t.Context(), phone, sender, "Hi", nil); !acked || in.taken()[0].target != "/in" {
		t.Errorf("acked %v, posts %+v", acked, in.taken())
	}
}

// roundTrip is a client without sockets.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestCallbackDelay: statuses are spread over the delay, and the resource follows them.
func TestCallbackDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var came []time.Duration
		client := &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			came = append(came, time.Since(start))
			return httptest.NewRecorder().Result(), nil
		})}
		s := New(Options{CallbackDelay: time.Minute, Client: client, Seed: 5})
		defer s.Close()
		form := text("Hi")
		form.Set("StatusCallback", "https://sms.example.com/")
		sid := decode[resource](t, record(s, http.MethodPost, path+".json", form).Body.String()).SID
		status := func() string {
			return decode[resource](t, record(s, http.MethodGet, path+"/"+sid+".json", url.Values{}).Body.String()).Status
		}
		if got := status(); got != "queued" {
			t.Errorf("at once: %s", got)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(came) != 2 || came[0] <= 0 || came[0] >= came[1] || came[1] > time.Minute || status() != "delivered" {
			t.Errorf("came at %v, then %s", came, status())
		}
	})
}

// TestCloseGivesUpStatuses: nothing is pending after Close, and late calls are answered.
func TestCloseGivesUpStatuses(t *testing.T) {
	g := newRig(t, Options{CallbackDelay: time.Hour})
	g.create(g.reported("Hi"))
	g.Close()
	g.create(g.reported("Hi"))
	g.settled()
	for _, c := range g.Callbacks() {
		if c.Err == "" {
			t.Errorf("posted %+v", c)
		}
	}
}
