package twilio

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

// smallPages asks for pages of three, so that a few texts fill many.
type smallPages struct {
	next  http.RoundTripper
	asked *atomic.Int64
}

func (s smallPages) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		s.asked.Add(1)
		r = r.Clone(r.Context())
		query := r.URL.Query()
		query.Set("PageSize", "3")
		r.URL.RawQuery = query.Encode()
	}
	return s.next.RoundTrip(r)
}

func (s smallPages) option(o *Options) { o.Transport = smallPages{o.Transport, s.asked} }

// heard is what a listing of inbound texts gives, and its error.
func heard(t *testing.T, c *Carrier, since time.Time) (list []bot.Received, failed error) {
	t.Helper()
	for r, err := range c.Inbound(soon(t), since) {
		if err != nil {
			failed = err
			continue
		}
		list = append(list, r)
	}
	return list, failed
}

// Ensure all inbound texts of many pages are listed once, oldest first, between outbound ones.
func TestInbound(t *testing.T) {
	pages := smallPages{asked: new(atomic.Int64)}
	g := newRig(t, faketwilio.Options{}, pages.option)
	start := time.Now()
	var want []bot.Received
	for i := range 10 {
		body := fmt.Sprintf("  text %d\n", i)
		sid, _ := g.fake.Text(t.Context(), string(phone), ours, body, nil)
		want = append(want, bot.Received{From: phone, Inbound: fsm.Inbound{ID: sid, Sender: ours, Body: body, Reconciled: true}})
		if _, err := g.Send(soon(t), text("Hi")); err != nil {
			t.Fatal(err)
		}
	}
	got, err := heard(t, g.Carrier, start)
	if err != nil || pages.asked.Load() != 7 {
		t.Fatalf("%d pages, %v", pages.asked.Load(), err)
	}
	for i := range got {
		if at := got[i].SentAt.Time(); at.Before(start.Truncate(time.Second)) || at.After(time.Now()) {
			t.Errorf("text %d is of %v", i, at)
		}
		got[i].SentAt = 0
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Ensure with our numbers given only what was texted to them is listed, in the order of time.
func TestInboundByNumber(t *testing.T) {
	pages := smallPages{asked: new(atomic.Int64)}
	const second = "+12025550101"
	g := newRig(t, faketwilio.Options{}, pages.option, func(o *Options) { o.Numbers = func() []string { return []string{ours, second} } })
	for i, to := range []string{second, ours, "+12025550109", second} {
		g.fake.Text(t.Context(), string(phone), to, fmt.Sprint(i), nil)
	}
	for range 9 {
		if _, err := g.Send(soon(t), text("Hi")); err != nil {
			t.Fatal(err)
		}
	}
	got, err := heard(t, g.Carrier, time.Now().Add(-time.Hour))
	if err != nil || len(got) != 3 || pages.asked.Load() != 2 {
		t.Fatalf("%d pages, got %+v, %v", pages.asked.Load(), got, err)
	}
	for i, r := range got {
		if i > 0 && r.SentAt < got[i-1].SentAt {
			t.Errorf("%q after %q", r.Body, got[i-1].Body)
		}
	}
}

// Ensure an inbound text of a service is from the number that was texted, as its webhook says, and
// its pictures are not lost.
func TestInboundOfService(t *testing.T) {
	g := newRig(t, faketwilio.Options{Services: map[string][]string{service: {ours}}})
	sid, _ := g.fake.Text(t.Context(), "72345", ours, "", url.Values{"NumMedia": {"2"}})
	got, err := heard(t, g.Carrier, time.Now().Add(-time.Hour))
	if err != nil || len(got) != 1 {
		t.Fatalf("got %+v, %v", got, err)
	}
	got[0].SentAt = 0
	media := g.url + "/2010-04-01/Accounts/" + faketwilio.DefaultAccountSID + "/Messages/" + sid + "/Media.json"
	want := bot.Received{From: "72345", Inbound: fsm.Inbound{
		ID: sid, Sender: ours, Reconciled: true, Params: map[string]string{"MessagingServiceSid": service},
		Media: []fsm.Media{{URL: media, ContentType: "application/json"}},
	}}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Error(diff)
	}
}

// Ensure a listing can be left, and one from the future is empty.
func TestInboundLeft(t *testing.T) {
	g := newRig(t, faketwilio.Options{})
	for range 3 {
		g.fake.Text(t.Context(), string(phone), ours, "Hi", nil)
	}
	n := 0
	for range g.Inbound(soon(t), time.Now().Add(-time.Hour)) {
		n++
		break
	}
	later, err := heard(t, g.Carrier, time.Now().Add(time.Hour))
	if n != 1 || len(later) != 0 || err != nil {
		t.Errorf("%d, then %+v, %v", n, later, err)
	}
}

// Ensure the texts to one phone are listed to the end, those that still wait in the carrier's queue
// too, oldest first, and those of others and of before are not.
func TestOutbound(t *testing.T) {
	pages := smallPages{asked: new(atomic.Int64)}
	g := newRig(t, faketwilio.Options{CallbackDelay: time.Hour}, pages.option)
	var want []bot.Taken
	for i := range 8 {
		m := text(fmt.Sprint(i))
		sid, err := g.Send(soon(t), m)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, bot.Taken{SID: sid, To: phone, Sender: ours, Body: m.Body, Status: "queued"})
		m.Phone = "+12025550124"
		if _, err := g.Send(soon(t), m); err != nil {
			t.Fatal(err)
		}
	}
	got, complete, err := g.Outbound(soon(t), phone, time.Now().Add(-time.Minute))
	if err != nil || !complete || pages.asked.Load() != 3 {
		t.Fatalf("%d pages, complete %v, %v", pages.asked.Load(), complete, err)
	}
	for i := range got {
		got[i].At = time.Time{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if none, complete, err := g.Outbound(soon(t), phone, time.Now().Add(2*time.Second)); len(none) != 0 || !complete || err != nil {
		t.Errorf("from the future: %+v, %v, %v", none, complete, err)
	}
	everybody, complete, err := g.Outbound(soon(t), "", time.Now().Add(-time.Minute))
	if len(everybody) != 16 || !complete || err != nil {
		t.Errorf("to everybody: %d, %v, %v", len(everybody), complete, err)
	}
}

// Ensure the listing of everybody's texts ends where everything is older, and not before a text that
// was made lately and is listed late.
func TestOutboundToEverybody(t *testing.T) {
	since := time.Now().Truncate(time.Second)
	row := func(sid string, created, sent time.Duration) map[string]any {
		return map[string]any{
			"sid": sid, "direction": "outbound-api", "from": ours, "to": string(phone), "body": "Hi",
			"date_created": since.Add(created).Format(time.RFC1123Z), "date_sent": since.Add(sent).Format(time.RFC1123Z),
		}
	}
	asked := 0
	c := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		rows := [][]map[string]any{
			{row("SM1", -time.Hour, 5*time.Second)},
			{row("SM2", time.Second, 2*time.Second), row("SM3", -time.Hour, -time.Minute)},
			{row("SM4", -2*time.Hour, -time.Hour)},
			{row("SM5", -3*time.Hour, -2*time.Hour)},
		}[asked]
		asked++
		body, _ := json.Marshal(map[string]any{"uri": "/x", "messages": rows, "next_page_uri": "/next"})
		saying(200, string(body))(w, nil)
	})
	got, complete, err := c.Outbound(soon(t), "", since)
	if err != nil || !complete || asked != 3 || len(got) != 1 || got[0].SID != "SM2" {
		t.Errorf("%d pages, %+v, %v, %v", asked, got, complete, err)
	}
}

// Ensure the list tells how a text ended, and names a sender only where it is the one we named.
func TestOutboundEnds(t *testing.T) {
	g := newRig(t, faketwilio.Options{AdvancedOptOut: true, Services: map[string][]string{service: {ours}}})
	g.fake.Block(service, string(phone))
	m := text("Hi")
	m.Sender = service
	if _, err := g.Send(soon(t), m); err != nil {
		t.Fatal(err)
	}
	got, _, err := g.Outbound(soon(t), phone, time.Now().Add(-time.Minute))
	if err != nil || len(got) != 1 || got[0].Status != "failed" || got[0].Code != "21610" || got[0].Sender != "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Ensure a listing that breaks off is an error, complete with nothing, and keeps the person's number
// to itself.
func TestListingFails(t *testing.T) {
	good := `{"uri":"/x","messages":[%s],"next_page_uri":%s}`
	inbound := `{"sid":"SM1","direction":"inbound","from":"+1","to":"+2","date_created":%q}`
	for name, answer := range map[string]http.HandlerFunc{
		"a server error":       saying(503, `{"code":20503,"message":"no"}`),
		"a page of a gateway":  saying(502, `<html>`),
		"an empty object":      saying(200, `{}`),
		"a redirect":           saying(302, fmt.Sprintf(good, "", "null"), "Location", "/x"),
		"half an answer":       saying(200, `{"uri":"/x","messages":[`),
		"a text without date":  saying(200, fmt.Sprintf(good, fmt.Sprintf(inbound, ""), "null")),
		"pages without an end": saying(200, fmt.Sprintf(good, "", `"/2010-04-01/again"`)),
		"a second page broken": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/2" {
				saying(200, `[]`)(w, r)
				return
			}
			saying(200, fmt.Sprintf(good, fmt.Sprintf(inbound, "Sun, 01 Mar 2026 12:00:00 +0000"), `"/2"`))(w, r)
		},
		"a page that is nowhere": func(w http.ResponseWriter, r *http.Request) {
			saying(200, fmt.Sprintf(good, "", `"/%zz"`))(w, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := answering(t, answer)
			if list, err := heard(t, c, time.Now()); err == nil || len(list) != 0 {
				t.Errorf("inbound: %+v, %v", list, err)
			}
			_, complete, err := c.Outbound(soon(t), phone, time.Now())
			if err == nil || complete || strings.Contains(err.Error(), "2025550123") {
				t.Errorf("outbound: complete %v, %v", complete, err)
			}
		})
	}
}

// Ensure a listing ends with its caller's patience.
func TestListingPatience(t *testing.T) {
	c := answering(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, complete, err := c.Outbound(ctx, phone, time.Now()); err == nil || complete {
		t.Errorf("complete %v, %v", complete, err)
	}
}

// Ensure a reference to the next page cannot lead the credentials to another host.
func TestNextPageStaysHome(t *testing.T) {
	var hosts []string
	c := answering(t, func(w http.ResponseWriter, r *http.Request) {
		hosts = append(hosts, r.Host)
		next := `"@evil.test/x"`
		if len(hosts) > 1 {
			next = "null"
		}
		saying(200, `{"uri":"/x","messages":[],"next_page_uri":`+next+`}`)(w, r)
	})
	if _, complete, err := c.Outbound(soon(t), phone, time.Now()); !complete || err != nil {
		t.Fatal(complete, err)
	}
	if len(hosts) != 2 || hosts[0] != c.base.Host || hosts[1] != c.base.Host {
		t.Errorf("asked %q", hosts)
	}
}
