package faketwilio

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// TestText: an inbound text has Twilio's parameters, and counts as taken on TwiML alone.
func TestText(t *testing.T) {
	g := newRig(t, Options{Services: map[string][]string{service: {sender}}})
	sid, acked := g.Text(t.Context(), phone, sender, " Hé; & + ", url.Values{"FromState": {"FL"}})
	if !acked {
		t.Fatal("not acknowledged")
	}
	p := g.shop.taken()[0]
	for name, want := range map[string]string{
		"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "AccountSid": DefaultAccountSID,
		"From": phone, "To": sender, "Body": " Hé; & + ", "NumMedia": "0", "NumSegments": "1",
		"SmsStatus": "received", "ApiVersion": "2010-04-01", "FromState": "FL", "FromCity": "",
		"MessagingServiceSid": service,
	} {
		if got, has := p.form[name]; !has || got[0] != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if p.target != "/in?shop=1" || p.token == "" || p.form.Has("OptOutType") {
		t.Errorf("posted %+v", p)
	}
	row := g.Inbounds()[0]
	if row.SID != sid || !row.Acked || row.AckedAt.Before(row.At) || row.Attempts != 1 {
		t.Errorf("row %+v", row)
	}
}

// TestNotAcked: what is no TwiML with a 2xx is no acknowledgement.
func TestNotAcked(t *testing.T) {
	g := newRig(t, Options{})
	for name, answer := range map[string]http.HandlerFunc{
		"page":      replyWith("text/html", "<Response/>"),
		"other xml": replyWith("text/xml", "<ok/>"),
		"no xml":    replyWith("text/xml", "ok"),
		"nothing":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"error":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"redirect":  func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/in", http.StatusFound) },
	} {
		g.shop.answerWith(answer)
		if _, acked := g.Text(t.Context(), phone, sender, "Hi", nil); acked {
			t.Errorf("%s: acknowledged", name)
		}
	}
	if n := len(g.Ledger()); n != 0 {
		t.Errorf("%d replies", n)
	}
}

// TestReplies: TwiML messages go to the phone, and so does a careless "ok".
func TestReplies(t *testing.T) {
	g := newRig(t, Options{})
	for _, c := range []struct{ kind, body, want string }{
		{"application/xml; charset=utf-8", "<Response><Message>Hello</Message></Response>", "Hello"},
		{"text/xml", "<Response><Message><Body>A &amp; B</Body></Message></Response>", "A & B"},
		{"text/plain; charset=utf-8", "ok", "ok"},
	} {
		g.Reset()
		g.shop.answerWith(replyWith(c.kind, c.body))
		g.Text(t.Context(), phone, sender, "Hi", nil)
		rows := g.Ledger()
		if len(rows) != 1 || rows[0].Body != c.want || rows[0].To != phone || rows[0].Direction != OutboundReply || rows[0].Carrier {
			t.Errorf("%s: ledger %+v", c.body, rows)
		}
	}
	g.Block(sender, phone)
	g.Text(t.Context(), phone, sender, "Hi", nil)
	if n := len(g.Ledger()); n != 1 {
		t.Errorf("%d replies, one of them to a blocked phone", n)
	}
}

// TestInboundFaults: lost, twice at a time, or again after an answer that was overlooked.
func TestInboundFaults(t *testing.T) {
	for _, c := range []struct {
		faults Faults
		posts  int
		acked  bool
		same   bool // both posts have one token
	}{
		{Faults{InboundLost: 1}, 0, false, false},
		{Faults{InboundRepeated: 1}, 2, true, false},
		{Faults{InboundRetried: 1}, 2, true, true},
	} {
		g := newRig(t, Options{Faults: c.faults})
		sid, acked := g.Text(t.Context(), phone, sender, "Hi", nil)
		posts, row := g.shop.taken(), g.Inbounds()[0]
		if acked != c.acked || row.Acked != c.acked || len(posts) != c.posts || row.Attempts != c.posts {
			t.Errorf("%s: acked %v, row %+v, posts %+v", c.faults, acked, row, posts)
			continue
		}
		if c.posts == 2 && (posts[0].token == posts[1].token) != c.same {
			t.Errorf("%s: tokens %s and %s", c.faults, posts[0].token, posts[1].token)
		}
		if code, _, _ := g.call(http.MethodGet, path+"/"+sid+".json", nil); code != http.StatusOK {
			t.Errorf("%s: fetched %d", c.faults, code)
		}
	}
}

// TestRedeliver posts a text again, with its SID and another token.
func TestRedeliver(t *testing.T) {
	g := newRig(t, Options{})
	sid, _ := g.Text(t.Context(), phone, sender, "Hi", nil)
	first, second := g.Redeliver(t.Context(), sid), g.Redeliver(t.Context(), sid)
	if !first || !second || g.Redeliver(t.Context(), "SM0") {
		t.Error("wrong acknowledgements")
	}
	posts := g.shop.taken()
	tokens := map[string]bool{}
	for _, p := range posts {
		tokens[p.token] = true
		if p.form.Get("MessageSid") != sid {
			t.Errorf("posted %+v", p)
		}
	}
	if len(posts) != 3 || len(tokens) != 3 || g.Inbounds()[0].Attempts != 3 {
		t.Errorf("posts %+v", posts)
	}
}

// TestTextRetries: an inbound text is posted again after an error.
func TestTextRetries(t *testing.T) {
	g := newRig(t, Options{Retries: 1, RetryDelay: time.Millisecond})
	g.shop.answerWith(func(w http.ResponseWriter, _ *http.Request) {
		g.shop.answerWith(nil)
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	if _, acked := g.Text(t.Context(), phone, sender, "Hi", nil); !acked || g.Inbounds()[0].Attempts != 2 {
		t.Errorf("acked %v, %+v", acked, g.Inbounds())
	}
}

// TestNowhere: without an address a text is recorded only, and its SID may be given.
func TestNowhere(t *testing.T) {
	s := New(Options{})
	defer s.Close()
	sid, acked := s.Text(t.Context(), phone, sender, "Hi", url.Values{"MessageSid": {"MM1"}, "NumMedia": {"2"}})
	if sid != "MM1" || acked || len(s.Inbounds()) != 1 || s.Redeliver(t.Context(), sid) {
		t.Errorf("%s %v", sid, acked)
	}
}
