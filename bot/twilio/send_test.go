package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

// Ensure a text reaches the carrier with all that was said about it, and its id comes back.
func TestSend(t *testing.T) {
	for _, c := range []struct {
		name string
		text fsm.Message
		want url.Values
	}{
		{"from a number", text("Hello 😀 +&=%"), url.Values{"From": {ours}, "ValidityPeriod": {"3600"}}},
		{"from a service", fsm.Message{Phone: phone, Seq: 7, Sender: service, Body: "Hi"}, url.Values{"MessagingServiceSid": {service}}},
		{"valid for too long", fsm.Message{Phone: phone, Seq: 7, Sender: ours, Body: "Hi", ValidFor: 99999}, url.Values{"From": {ours}, "ValidityPeriod": {"36000"}}},
		{"not valid any more", fsm.Message{Phone: phone, Seq: 7, Sender: ours, Body: "Hi", ValidFor: -5}, url.Values{"From": {ours}, "ValidityPeriod": {"1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := newRig(t, faketwilio.Options{}, func(o *Options) { o.PublicURL = "http://127.0.0.1:1/p/" })
			sid, err := g.Send(soon(t), c.text)
			if err != nil {
				t.Fatal(err)
			}
			c.want["To"], c.want["Body"], c.want["SmartEncoded"] = []string{string(phone)}, []string{c.text.Body}, []string{"true"}
			c.want["StatusCallback"] = []string{"http://127.0.0.1:1/p/webhooks/twilio/status?phone=%2B12025550123&seq=7"}
			requests := g.fake.Requests()
			if len(requests) != 1 || requests[0].SID != sid {
				t.Fatalf("got id %q, the carrier has %+v", sid, requests)
			}
			if diff := cmp.Diff(c.want, requests[0].Form); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Ensure no callback is asked for where Twilio could reach nobody.
func TestSendWithoutPublicURL(t *testing.T) {
	g := newRig(t, faketwilio.Options{})
	if _, err := g.Send(soon(t), text("Hi")); err != nil {
		t.Fatal(err)
	}
	if form := g.fake.Requests()[0].Form; form.Has("StatusCallback") {
		t.Errorf("asked for %q", form.Get("StatusCallback"))
	}
}

// Ensure every way in which the carrier fails has its outcome, and no failure makes a second request.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		fault   string
		outcome fsm.Outcome
		codes   string
		wait    time.Duration
	}{
		{"429=1", fsm.Throttled, "20429", time.Second},
		{"5xx=1", fsm.InDoubt, "20500 20503", 0},
		{"html=1", fsm.InDoubt, "http_502", 0},
		{"drop-before=1", fsm.InDoubt, "connection", 0},
		{"drop-after=1", fsm.InDoubt, "connection", 0},
		{"hang=1", fsm.InDoubt, "timeout", 0},
	} {
		t.Run(c.fault, func(t *testing.T) {
			faults, err := faketwilio.ParseFaults(c.fault)
			if err != nil {
				t.Fatal(err)
			}
			g := newRig(t, faketwilio.Options{Faults: faults}, func(o *Options) { o.Timeout = 300 * time.Millisecond })
			sid, err := g.Send(soon(t), text("Hi"))
			e := refusal(t, err)
			if sid != "" || e.Outcome != c.outcome || !strings.Contains(c.codes, e.Code) || e.Wait != c.wait || e.Lesson != fsm.LessonNone {
				t.Errorf("got id %q, %+v", sid, e)
			}
			if n := len(g.fake.Requests()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// Ensure what Twilio refuses is refused, with what it teaches, and the person's number stays out of
// what is logged.
func TestRefusals(t *testing.T) {
	fake := faketwilio.Options{Numbers: []string{ours}}
	for _, c := range []struct {
		name, code string
		change     func(*fsm.Message)
		outcome    fsm.Outcome
		lesson     fsm.Lesson
	}{
		{"opted out", "21610", func(m *fsm.Message) { m.Phone = "+12025550199" }, fsm.Refused, fsm.LessonOptOut},
		{"no number", "21211", func(m *fsm.Message) { m.Phone = "+1" }, fsm.Refused, fsm.LessonBadNumber},
		{"not our sender", "21606", func(m *fsm.Message) { m.Sender = "+12025550111" }, fsm.Refused, fsm.LessonSender},
		{"too long", "21617", func(m *fsm.Message) { m.Body = strings.Repeat("x", 1601) }, fsm.Refused, fsm.LessonContent},
		{"a code nobody knows", "21602", func(m *fsm.Message) { m.Body = "" }, fsm.Refused, fsm.LessonNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := newRig(t, fake)
			g.fake.Block(ours, "+12025550199")
			m := text("Hi")
			c.change(&m)
			_, err := g.Send(soon(t), m)
			e := refusal(t, err)
			if e.Outcome != c.outcome || e.Code != c.code || e.Lesson != c.lesson {
				t.Errorf("got %+v", e)
			}
			if len(m.Phone) > 2 && strings.Contains(e.Error(), string(m.Phone)) {
				t.Errorf("the number is in %q", e.Error())
			}
		})
	}
}

// Ensure wrong credentials send nothing, say so, and leave the text to be tried again.
func TestUnauthorised(t *testing.T) {
	g := newRig(t, faketwilio.Options{}, func(o *Options) { o.Tokens = []string{"wrong", faketwilio.DefaultAuthToken} })
	_, err := g.Send(soon(t), text("Hi"))
	if e := refusal(t, err); e.Outcome != fsm.NotSent || e.Code != "20003" || e.Lesson != fsm.LessonSender {
		t.Errorf("got %+v", e)
	}
}

// Ensure what never was on the wire counts as not sent, be it for want of time or of a server.
func TestNothingWritten(t *testing.T) {
	g := newRig(t, faketwilio.Options{})
	over, cancel := context.WithCancel(t.Context())
	cancel()
	late, done := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer done()
	for _, c := range []struct {
		code string
		ctx  context.Context
		to   *Carrier
	}{
		{"canceled", over, g.Carrier},
		{"timeout", late, g.Carrier},
		{"connection", soon(t), newCarrier(t, "http://127.0.0.1:1")},
	} {
		_, err := c.to.Send(c.ctx, text("Hi"))
		if e := refusal(t, err); e.Outcome != fsm.NotSent || e.Code != c.code || strings.Contains(e.Error(), "http://") {
			t.Errorf("%s: got %+v", c.code, e)
		}
	}
	if n := len(g.fake.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Ensure a caller who gives up while Twilio is silent is let go at once, with the text in doubt.
func TestCancelWhileWaiting(t *testing.T) {
	g := newRig(t, faketwilio.Options{Faults: faketwilio.Faults{HangAfterAccept: 1}})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := g.Send(ctx, text("Hi"))
		ended <- err
	}()
	if err := g.fake.Await(soon(t), func() bool { return len(g.fake.Ledger()) == 1 }); err != nil {
		t.Fatal(err)
	}
	cancel()
	if e := refusal(t, <-ended); e.Outcome != fsm.InDoubt || e.Code != "canceled" {
		t.Errorf("got %+v", e)
	}
}

// Ensure an answer that is none of Twilio's proves nothing, whatever its status.
func TestOddAnswers(t *testing.T) {
	for _, c := range []struct {
		status     int
		body, code string
		outcome    fsm.Outcome
		lesson     fsm.Lesson
	}{
		{201, `{"status":"queued"}`, "http_201", fsm.InDoubt, ""},
		{201, `{"sid":null}`, "http_201", fsm.InDoubt, ""},
		{200, `<html>`, "http_200", fsm.InDoubt, ""},
		{201, `{"sid":"SM1`, "http_201", fsm.InDoubt, ""},
		{204, ``, "http_204", fsm.InDoubt, ""},
		{302, `{"sid":"SM1"}`, "http_302", fsm.InDoubt, ""},
		{400, `<html>`, "http_400", fsm.InDoubt, ""},
		{400, `{"message":"no code"}`, "http_400", fsm.InDoubt, ""},
		{404, `{"code":"20404"}`, "http_404", fsm.InDoubt, ""},
		{408, ``, "http_408", fsm.InDoubt, ""},
		{500, `{"code":21610,"message":"not to be believed"}`, "21610", fsm.InDoubt, ""},
		{503, ``, "http_503", fsm.InDoubt, ""},
		{401, `<html>`, "http_401", fsm.NotSent, fsm.LessonSender},
		{403, `{"code":20005,"message":"account not active"}`, "20005", fsm.NotSent, fsm.LessonSender},
		{403, `{"code":21408,"message":"region"}`, "21408", fsm.Refused, fsm.LessonSender},
		{400, `{"code":99999,"message":"new"}`, "99999", fsm.Refused, ""},
		{429, `<html>`, "http_429", fsm.Throttled, ""},
		{429, `{"code":21610,"message":"odd"}`, "21610", fsm.Throttled, ""},
	} {
		_, err := answering(t, saying(c.status, c.body)).Send(soon(t), text("Hi"))
		if e := refusal(t, err); e.Outcome != c.outcome || e.Code != c.code || e.Lesson != c.lesson {
			t.Errorf("%d %s: got %+v", c.status, c.body, e)
		}
	}
}

// endless answers with a body that does not end.
type endless struct{}

func (endless) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusCreated, Body: io.NopCloser(endless{})}, nil
}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// Ensure an answer without an end is not read to it.
func TestEndlessAnswer(t *testing.T) {
	c := newCarrier(t, "", func(o *Options) { o.Transport = endless{} })
	_, err := c.Send(soon(t), text("Hi"))
	if e := refusal(t, err); e.Outcome != fsm.InDoubt || !strings.Contains(e.Error(), "more than") {
		t.Errorf("got %+v", e)
	}
}

// Ensure a redirect is not followed: the form would go elsewhere, or become a GET.
func TestRedirect(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	c := answering(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Method+" "+r.URL.Path)
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	_, err := c.Send(soon(t), text("Hi"))
	if e := refusal(t, err); e.Outcome != fsm.InDoubt || len(asked) != 1 {
		t.Errorf("asked %q, got %+v", asked, e)
	}
}

// Ensure the settings of other Twilio tools do not move the API.
func TestEdgeAndRegion(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "sydney")
	t.Setenv("TWILIO_REGION", "au1")
	c := answering(t, func(w http.ResponseWriter, r *http.Request) {
		saying(201, fmt.Sprintf(`{"sid":%q}`, r.Host))(w, r)
	})
	if host, err := c.Send(soon(t), text("Hi")); err != nil || host != c.base.Host {
		t.Errorf("asked %q, %v", host, err)
	}
}

// Ensure many may send at the same time, and each gets the id of his own text.
func TestConcurrentSends(t *testing.T) {
	g := newRig(t, faketwilio.Options{})
	var all sync.WaitGroup
	sids := make([]string, 64)
	for i := range sids {
		all.Go(func() {
			var err error
			if sids[i], err = g.Send(soon(t), text(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	bodies := map[string]string{}
	for _, sent := range g.fake.Ledger() {
		bodies[sent.SID] = sent.Body
	}
	for i, sid := range sids {
		if bodies[sid] != fmt.Sprint(i) {
			t.Errorf("text %d has the id of %q", i, bodies[sid])
		}
	}
}

// refusal is the error that Send must have given.
func refusal(t *testing.T, err error) *bot.SendError {
	t.Helper()
	var e *bot.SendError
	if !errors.As(err, &e) {
		t.Fatalf("got %v; want a *bot.SendError", err)
	}
	return e
}

// Ensure a text that meets a kept connection just as it breaks is not sent again by itself.
func TestKeptConnectionBreaks(t *testing.T) {
	g := newRig(t, faketwilio.Options{})
	if _, err := g.Send(soon(t), text("first")); err != nil {
		t.Fatal(err)
	}
	g.fake.SetFaults(faketwilio.Faults{DropAfterAccept: 1})
	_, err := g.Send(soon(t), text("second"))
	if e := refusal(t, err); e.Outcome != fsm.InDoubt || len(g.fake.Ledger()) != 2 {
		t.Errorf("got %+v, on the ledger %+v", e, g.fake.Ledger())
	}
}
