package phone_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	handset "github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// Ensure every request is answered with the status that fits, and says what would be right.
func TestRequests(t *testing.T) {
	large := strings.Repeat("a", 40<<10)
	const text, clock, faults = "/phone/messages", "/phone/clock", "/phone/faults"
	r := newRig(t)
	for _, c := range []struct {
		name string
		request
		status int
		says   string
	}{
		{"text, JSON", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","body":"HELP"}`}, 200, `"stored":true,"settled":true,"state":"unknown"`},
		{"text, form", request{method: "POST", path: text, kind: formKind, body: "from=%2B12125550123&body=HELP"}, 200, `"stored":true`},
		{"text, form, plus sign as it is", request{method: "POST", path: text, kind: formKind, body: "from=+12125550123&body=HELP"}, 200, `"from":"+12125550123"`},
		{"text, JSON without a type", request{method: "POST", path: text, body: `{"from":"(212) 555-0123","body":"HELP"}`}, 422, `"field":"from"`},
		{"text, spelled number", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+1 (212) 555-0123","body":"HELP"}`}, 200, `"from":"+12125550123"`},
		{"text, number as body", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","body":1}`}, 200, `"stored":true`},
		{"text, lost", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","body":"1","deliver":"lost"}`}, 200, `"stored":false`},
		{"text, page's form", request{method: "POST", path: text, kind: formKind, accept: "text/html", body: "from=%2B12125550123&quick=HELP&view=%2B12125550123"}, 303, ""},
		{"text, same origin", request{method: "POST", path: text, kind: jsonKind, origin: "http://example.com", body: `{"from":"+12125550123","body":"HELP"}`}, 200, ""},
		{"text, another origin", request{method: "POST", path: text, kind: formKind, origin: "http://evil.test", body: "from=%2B12125550123&body=STOP"}, 403, "another site"},
		{"text, empty", request{method: "POST", path: text, kind: jsonKind, body: ""}, 400, "not a JSON object"},
		{"text, torn", request{method: "POST", path: text, kind: jsonKind, body: `{"from":`}, 400, "not a JSON object"},
		{"text, list", request{method: "POST", path: text, kind: jsonKind, body: `[]`}, 400, "not a JSON object"},
		{"text, null", request{method: "POST", path: text, kind: jsonKind, body: `null`}, 422, "from is missing"},
		{"text, nested", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","body":["HELP"]}`}, 422, "must be a string or a number"},
		{"text, misspelt field", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","boddy":"HELP"}`}, 422, "the fields are from, to, body"},
		{"text, no body", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123"}`}, 422, `"field":"body"`},
		{"text, not UTF-8", request{method: "POST", path: text, kind: formKind, body: "from=%2B12125550123&body=%ff"}, 422, "not valid UTF-8"},
		{"text, long", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","body":"` + large[:2000] + `"}`}, 422, "at most"},
		{"text, huge", request{method: "POST", path: text, kind: jsonKind, body: large}, 413, "32768"},
		{"text, huge form", request{method: "POST", path: text, kind: formKind, body: large}, 413, "32768"},
		{"text, XML", request{method: "POST", path: text, kind: "application/xml", body: "<a/>"}, 415, "send application/json"},
		{"text, odd delivery", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","body":"1","deliver":"thrice"}`}, 422, "out_of_order"},
		{"text, odd receiver", request{method: "POST", path: text, kind: jsonKind, body: `{"from":"+12125550123","body":"1","to":"?"}`}, 422, `"field":"to"`},
		{"texts", request{path: text + "?number=%2B12125550123"}, 200, `"messages":[`},
		{"texts, plus sign as it is", request{path: text + "?number=+12125550123"}, 200, `"number":"+12125550123"`},
		{"texts of nobody", request{path: text + "?number=%2B12125550199"}, 200, `"messages":[]`},
		{"texts, no number", request{path: text}, 422, "number is missing"},
		{"texts, no such number", request{path: text + "?number=anna-maria-something"}, 422, "no phone number"},
		{"clock", request{path: clock}, 200, `"now":"2026-03-03T17:`},
		{"clock, moved", request{method: "POST", path: clock, kind: jsonKind, body: `{"advance":"1d2h"}`}, 200, `"now":"2026-03-04T19:`},
		{"clock, moved by a form", request{method: "POST", path: clock, kind: formKind, body: "advance=1h"}, 200, `"now":"2026-03-04T20:`},
		{"clock, back", request{method: "POST", path: clock, kind: jsonKind, body: `{"advance":"-1h"}`}, 422, "forward only"},
		{"clock, no unit", request{method: "POST", path: clock, kind: jsonKind, body: `{"advance":24}`}, 422, "such as 15m, 24h"},
		{"clock, nothing", request{method: "POST", path: clock, kind: jsonKind, body: `{}`}, 422, `"field":"advance"`},
		{"clock, too far", request{method: "POST", path: clock, kind: jsonKind, body: `{"advance":"401d"}`}, 422, "400 days"},
		{"faults", request{path: faults}, 200, `"armed":[],"kinds":["refuse"`},
		{"fault", request{method: "POST", path: faults, kind: jsonKind, body: `{"kind":"slow","count":2}`}, 200, `"armed":[{"kind":"slow","count":2}]`},
		{"fault, taken away", request{method: "POST", path: faults, kind: jsonKind, body: `{"kind":"slow","count":0}`}, 200, `"armed":[]`},
		{"fault, unknown", request{method: "POST", path: faults, kind: jsonKind, body: `{"kind":"flood"}`}, 422, "there are refuse, landline"},
		{"fault, half", request{method: "POST", path: faults, kind: jsonKind, body: `{"kind":"slow","count":"1.5"}`}, 422, "whole number"},
		{"page, HEAD", request{method: "HEAD", path: "/phone"}, 200, ""},
		{"texts, HEAD", request{method: "HEAD", path: text + "?number=%2B12125550123"}, 200, ""},
		{"texts, PUT", request{method: "PUT", path: text}, 405, ""},
		{"page, DELETE", request{method: "DELETE", path: "/phone"}, 405, ""},
		{"elsewhere", request{path: "/phone/elsewhere"}, 404, ""},
		{"asset", request{path: "/phone/assets/phone.js"}, 200, "EventSource"},
		{"no such asset", request{path: "/phone/assets/page.html"}, 404, "no such file"},
		{"events of no number", request{path: "/phone/events?number=x-"}, 422, "no phone number"},
	} {
		w := r.do(c.request)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %.300s, want %d and %q", c.name, w.Code, w.Body, c.status, c.says)
		}
		if kind := w.Header().Get("Content-Type"); c.status >= 400 && kind != "application/problem+json" {
			t.Errorf("%s: an error is told as %q", c.name, kind)
		}
	}
}

// Ensure a text is answered at once while the sender must wait, and its reply comes with the clock.
func TestThrottled(t *testing.T) {
	r := newRig(t)
	r.post("/phone/faults", map[string]string{"kind": string(handset.Throttle)})
	r.text(anna, "HELP")
	r.text("+12125550124", "HELP")
	r.wantThread(anna, "> HELP")
	r.post("/phone/clock", map[string]string{"advance": "1m"})
	r.wantThread(anna, "> HELP", "< help")
	r.wantThread("+12125550124", "> HELP", "< help")
}

// Ensure a text that was posted twice is answered once, one that another overtook comes after it,
// and one whose webhook was lost is found.
func TestDeliveries(t *testing.T) {
	r := newRig(t)
	post := func(body string, how handset.Delivery) {
		r.post("/phone/messages", map[string]string{"from": anna, "body": body, "deliver": string(how)})
	}
	post("JOIN", handset.Twice)
	r.wantThread(anna, "> JOIN", "< confirm")
	post("HELP", handset.OutOfOrder)
	r.wantThread(anna, "> JOIN", "< confirm")
	post("YES", handset.Once)
	var texted []string
	for _, line := range r.thread(anna) {
		if strings.HasPrefix(line, ">") {
			texted = append(texted, line)
		}
	}
	if got := strings.Join(texted, " "); got != "> JOIN > YES > HELP" {
		t.Errorf("the server took %s, want HELP after YES", got)
	}
	post("1", handset.Lost)
	r.post("/phone/clock", map[string]string{"advance": "2m"})
	if state := r.shown(anna, "").State; state != "subscribed" {
		t.Errorf("two minutes after a lost answer the state is %s, want subscribed", state)
	}
}

// Ensure a listing shows what reached the handset, and with all=true also what did not.
func TestListing(t *testing.T) {
	r := newRig(t)
	for _, f := range []handset.Fault{handset.Refuse, handset.LostAnswer, handset.Vanished} {
		r.post("/phone/faults", map[string]string{"kind": string(f)})
		r.text(anna, "HELP")
	}
	if got := len(r.shown(anna, "").Messages); got != 4 {
		t.Errorf("the handset shows %d texts, want three of its own and the one that arrived", got)
	}
	var status []string
	for _, m := range r.shown(anna, "&all=true").Messages {
		if m.Direction == "outbound" {
			status = append(status, m.Status)
		}
	}
	if got := strings.Join(status, " "); got != "failed in_doubt in_doubt" {
		t.Errorf("in all the texts to it are %q", got)
	}
}

// broken is a store that cannot write.
type broken struct{ store.Store }

func (broken) Update(context.Context, fsm.Phone, store.Decide) (fsm.Decision, error) {
	return fsm.Decision{}, errors.New("disk full")
}

// Ensure a text that was not stored is a 503, in JSON and on the page, where it stays in its field.
func TestNotStored(t *testing.T) {
	r := newRigOver(t, broken{memstore.New()})
	w := r.do(request{method: "POST", path: "/phone/messages", kind: jsonKind, body: `{"from":"+12125550123","body":"JOIN"}`})
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "disk full") {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
	w = r.do(request{method: "POST", path: "/phone/messages", kind: formKind, accept: "text/html", body: "from=%2B12125550124&body=JOIN+me&view=%2B12125550123&view=%2B12125550124"})
	page := w.Body.String()
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(page, "disk full") || !strings.Contains(page, `value="JOIN me"`) {
		t.Errorf("answered %d %s", w.Code, page)
	}
}
