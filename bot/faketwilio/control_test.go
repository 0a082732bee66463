package faketwilio

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// control makes a control call, without credentials.
func (g *rig) control(method, target, body string) (int, string) {
	g.t.Helper()
	req, err := http.NewRequestWithContext(g.t.Context(), method, g.url+target, strings.NewReader(body))
	if err != nil {
		g.t.Fatal(err)
	}
	res, err := g.client.Do(req)
	if err != nil {
		g.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return res.StatusCode, string(data)
}

// get reads a list over HTTP.
func get[T any](g *rig, target string) T {
	g.t.Helper()
	code, body := g.control(http.MethodGet, target, "")
	if code != http.StatusOK {
		g.t.Fatalf("%s: %d %s", target, code, body)
	}
	return decode[T](g.t, body)
}

// TestControl drives the fake as another process does.
func TestControl(t *testing.T) {
	g := newRig(t, Options{})
	post := func(target, body string) string {
		t.Helper()
		code, answer := g.control(http.MethodPost, target, body)
		if code != http.StatusOK {
			t.Fatalf("%s %s: %d %s", target, body, code, answer)
		}
		return answer
	}
	ack := decode[ackJSON](t, post("/fake/text",
		`{"from":"`+phone+`","to":"`+sender+`","body":"JOIN","extra":{"FromState":"FL"}}`))
	again := decode[ackJSON](t, post("/fake/redeliver", `{"sid":"`+ack.SID+`"}`))
	if in := get[[]Received](g, "/fake/inbounds"); !ack.Acked || !again.Acked || len(in) != 1 || in[0].Attempts != 2 {
		t.Errorf("acked %+v and %+v, inbounds %+v", ack, again, in)
	}
	post("/fake/block", `{"from":"`+sender+`","to":"`+phone+`"}`)
	if got := g.code(text("Hi")); got != 21610 {
		t.Errorf("blocked: code %d", got)
	}
	post("/fake/unblock", `{"from":"`+sender+`","to":"`+phone+`"}`)
	post("/fake/faults", `{"fail":1}`)
	g.create(g.reported("Hi"))
	g.settled()
	if get[Faults](g, "/fake/faults").FailAsync != 1 || len(get[[]Sent](g, "/fake/ledger")) != 0 ||
		len(get[[]Sent](g, "/fake/ledger?all=1")) != 1 || len(get[[]Request](g, "/fake/requests")) != 2 ||
		len(get[[]Callback](g, "/fake/callbacks")) == 0 {
		t.Error("lists differ from what was done")
	}
	post("/fake/reset", "")
	if len(get[[]Request](g, "/fake/requests")) != 0 || get[Faults](g, "/fake/faults").FailAsync != 1 {
		t.Error("reset took faults too, or left requests")
	}
}

// TestReseed: a run can be repeated without a new process.
func TestReseed(t *testing.T) {
	g := newRig(t, Options{Seed: 1})
	first := g.create(text("Hi")).SID
	if second := g.create(text("Hi")).SID; second == first {
		t.Error("one SID twice")
	}
	if code, body := g.control(http.MethodPost, "/fake/reset", `{"seed":1}`); code != http.StatusOK {
		t.Fatal(body)
	}
	if again := g.create(text("Hi")).SID; again != first {
		t.Errorf("SID %s, want %s", again, first)
	}
}

// TestLedgerWaits: another process can wait for texts without asking again and again.
func TestLedgerWaits(t *testing.T) {
	g := newRig(t, Options{})
	got := make(chan []Sent)
	go func() { got <- get[[]Sent](g, "/fake/ledger?min=2&wait=1m") }()
	g.create(text("1"))
	g.create(text("2"))
	if rows := <-got; len(rows) != 2 {
		t.Errorf("%d rows", len(rows))
	}
	if rows := get[[]Sent](g, "/fake/ledger?min=3&wait=1ms"); len(rows) != 2 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestControlRefused(t *testing.T) {
	g := newRig(t, Options{})
	for _, c := range []struct{ method, target, body string }{
		{http.MethodPost, "/fake/faults", `{"gremlins":1}`},
		{http.MethodPost, "/fake/text", `{"form":"x"}`},
		{http.MethodPost, "/fake/text", `{`},
		{http.MethodGet, "/fake/ledger?min=x", ""},
		{http.MethodGet, "/fake/ledger?wait=x", ""},
	} {
		code, body := g.control(c.method, c.target, c.body)
		if code != http.StatusBadRequest || decode[errorJSON](t, body).Error == "" {
			t.Errorf("%+v: %d %s", c, code, body)
		}
	}
}

// TestPage: a person can text from a phone and read what came of it.
func TestPage(t *testing.T) {
	g := newRig(t, Options{Faults: Faults{FailAsync: 1}})
	g.create(text("<b>sale</b>"))
	form := url.Values{"from": {phone}, "to": {sender}, "body": {"STOP"}}
	code, _, page := g.call(http.MethodPost, "/", form)
	if code != http.StatusOK {
		t.Fatalf("%d %s", code, page)
	}
	for _, want := range []string{
		"fail=1", "&lt;b&gt;sale", "taken by the server", "own answer", ", error 30", `value="&#43;12025550123"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if code, _, _ := g.call(http.MethodPost, "/", url.Values{"from": {phone}}); code != http.StatusBadRequest {
		t.Errorf("half a form: %d", code)
	}
	g.shop.answerWith(replyWith("text/html", ""))
	form.Set("body", "Hi")
	if _, _, page := g.call(http.MethodPost, "/", form); !strings.Contains(page, "not taken by the server, 1 attempts") {
		t.Errorf("page:\n%s", page)
	}
}
