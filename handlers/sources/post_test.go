package sources

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden")

// Ensure that what the known shops post makes the events and consents that the goldens tell.
func TestPresets(t *testing.T) {
	for _, shop := range []string{"shopify", "woocommerce", "stripe"} {
		files, err := filepath.Glob("testdata/" + shop + "/*.json")
		if err != nil || len(files) < 3 {
			t.Fatalf("%s: %v %v", shop, files, err)
		}
		var told strings.Builder
		for _, file := range files {
			r := newRig(t)
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			topic := strings.TrimSuffix(filepath.Base(file), ".json")
			if shop == "shopify" {
				topic = strings.Replace(topic, "_", "/", 1)
			}
			w := r.post(shop, string(body), r.signedAs(shop, topic, string(body)))
			told.WriteString(topic + " " + http.StatusText(w.Code) + " " + strings.TrimSpace(w.Body.String()) + "\n")
			for _, did := range r.did {
				told.WriteString("    " + did + "\n")
			}
		}
		golden := "testdata/" + shop + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(told.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || string(want) != told.String() {
			t.Errorf("%s: %v\n%s\nwant\n%s", shop, err, told.String(), want)
		}
	}
}

// Ensure that every refusal has its status and reason, is counted, and changes nothing.
func TestRefused(t *testing.T) {
	token := func(kind string) http.Header { return http.Header{"X-Token": {testKey}, "Content-Type": {kind}} }
	const jsonKind = "application/json"
	packed := token(jsonKind)
	packed.Set("Content-Encoding", "gzip")
	for _, c := range []struct {
		source, body string
		head         http.Header
		status       int
		why          string
	}{
		{"nobody", "{}", token(jsonKind), 404, "no such source"},
		{"own", "{}", http.Header{"X-Token": {"wrong"}}, 401, "is not the one"},
		{"own", "{}", http.Header{}, 401, "has no token"},
		{"basic", "{}", http.Header{}, 401, "user or password"},
		{"unset", "{}", http.Header{}, 503, "no key yet"},
		{"own", "{}", token("text/plain"), 415, "post application/json"},
		{"own", "{}", packed, 415, "as it is"},
		{"own", "", token(jsonKind), 400, "no JSON object"},
		{"own", "[1]", token(jsonKind), 400, "no JSON object"},
		{"own", "null", token(jsonKind), 400, "no JSON object"},
		{"own", "{} {}", token(jsonKind), 400, "goes on"},
		{"own", "{\"a\":\"\xff\"}", token(jsonKind), 400, "not UTF-8"},
		{"own", `{"a":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}", token(jsonKind), 400, "no JSON object"},
		{"own", `{"a":"` + strings.Repeat("x", maxBody) + `"}`, token(jsonKind), 413, "1 MiB"},
		{"own", `{"type":"paid","phone":"+12125550123","order":7}`, token(jsonKind), 422, "value is missing"},
		{"own", `{"type":"paid","phone":"+12125550123","order":7,"value":"much"}`, token(jsonKind), 422, "value must be a number"},
		{"own", `{"type":"paid","phone":"+12125550123","order":7,"value":[1]}`, token(jsonKind), 422, "is a list"},
		{"own", `{"type":"paid","phone":"+12125550123","order":7,"value":1,"at":"yesterday"}`, token(jsonKind), 422, "is no time"},
		{"own", `{"type":"paid","phone":"+12125550123","order":7,"value":1,"at":1777910100000}`, token(jsonKind), 422, "milliseconds"},
	} {
		r := newRig(t)
		w := r.post(c.source, c.body, c.head)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.why) || len(r.did) > 0 {
			t.Errorf("%s %.60s: %d %s, did %v, want %d %s", c.source, c.body, w.Code, w.Body, r.did, c.status, c.why)
		}
		if believed := c.status != 401 && c.status != 404 && c.source == "own"; len(r.heard) > 0 && !believed {
			t.Errorf("%s %.60s: heard of though it was not believed", c.source, c.body)
		}
		if c.status == 404 {
			continue
		}
		for _, s := range r.watch.Tell(r.program, func(string) string { return "x" }) {
			if s.Name == c.source && (s.LastProblem == nil || !strings.Contains(s.LastProblem.Problem, c.why)) {
				t.Errorf("%s: its last problem is %+v", c.source, s.LastProblem)
			}
		}
	}
}

// Ensure that what is no fault of a payload is answered with 200, counted and told.
func TestPassedOver(t *testing.T) {
	for body, want := range map[string]string{
		`{"type":"other"}`:                                              `{"status":"unused","events":0}`,
		`{"type":"paid","order":1,"value":2}`:                           `{"status":"passed","events":0}`,
		`{"type":"paid","order":1,"value":2,"phone":"call me"}`:         `{"status":"passed","events":0}`,
		`{"type":"paid","order":1,"value":2,"phone":"2125550123"}`:      `{"status":"passed","events":0}`, // nobody knows of which country
		`{"type":"paid","order":1,"value":2,"phone":"＋１ ٢١٢ 555‑0123"}`: `{"status":"taken","events":1}`,
		`{"type":"stock","items":[{"sku":"a"},{"sku":"b"}]}`:            `{"status":"taken","events":2}`,
		`{"type":"stock","items":{}}`:                                   `{"status":"unused","events":0}`,
	} {
		r := newRig(t)
		if w := r.post("own", body, http.Header{"X-Token": {testKey}}); w.Code != 200 || w.Body.String() != want || len(r.heard) != 1 {
			t.Errorf("%s: %d %s, want %s", body, w.Code, w.Body, want)
		}
	}
	r := newRig(t)
	if w := r.post("woocommerce", "webhook_id=7", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}); w.Code != 200 || len(r.did) > 0 {
		t.Errorf("a trial of the address: %d %s", w.Code, w.Body)
	}
	if w := r.post("woocommerce", "webhook_id=7&x=1", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}); w.Code != 401 {
		t.Errorf("more than a trial: %d", w.Code)
	}
}

// Ensure that without the words that people saw no consent is taken, from whatever a payload says.
func TestNoWordsNoConsent(t *testing.T) {
	r := newRig(t)
	body, err := os.ReadFile("testdata/shopify/orders_create.json")
	if err != nil {
		t.Fatal(err)
	}
	w := r.post("silent", string(body), r.signedAs("silent", "orders/create", string(body)))
	if w.Code != 200 || len(r.did) != 1 || strings.Contains(r.did[0], "OptIn") {
		t.Errorf("%d %v", w.Code, r.did)
	}
}

// Ensure that a delivery that could not be stored is taken when it comes again, and then no more, whatever the
// unsigned headers say.
func TestAgain(t *testing.T) {
	r := newRig(t)
	body := `{"type":"paid","order":1,"value":2,"phone":"+12125550123"}`
	head := http.Header{"X-Token": {testKey}}
	r.fails = errDisk
	if w := r.post("own", body, head); w.Code != 503 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("not stored: %d %s", w.Code, w.Body)
	}
	r.fails = nil
	for i, want := range []string{"taken", "known", "known"} {
		if w := r.post("own", body, head); w.Code != 200 || !strings.Contains(w.Body.String(), want) || len(r.did) != 1 {
			t.Errorf("time %d: %d %s, did %v", i+1, w.Code, w.Body, r.did)
		}
	}
	r.restart()
	if w := r.post("own", body, head); w.Code != 200 || !strings.Contains(w.Body.String(), "known") || len(r.did) != 1 {
		t.Errorf("after a restart: %d %s, did %v", w.Code, w.Body, r.did)
	}
}

// Ensure that deliveries are remembered up to a bound, the newest ones, and that a restart knows the same.
func TestRepeats(t *testing.T) {
	ctx, s, known := t.Context(), memstore.New(), new(repeats)
	if err := known.load(ctx, s); err != nil {
		t.Fatal(err)
	}
	const more = 100
	for i := range maxDelivered + more {
		if err := known.add(ctx, s, "shop", strconv.Itoa(i)); err != nil {
			t.Fatal(err)
		}
	}
	again := new(repeats)
	if err := again.load(ctx, s); err != nil || again.last != known.last {
		t.Fatal(err, again.last, known.last)
	}
	for _, r := range []*repeats{known, again} {
		for i := range maxDelivered + more {
			if r.seen("shop", strconv.Itoa(i)) != (i >= more) {
				t.Fatalf("delivery %d is not as it should be", i)
			}
		}
		if len(r.known) != maxDelivered || r.seen("other", "1000") {
			t.Errorf("%d deliveries are remembered", len(r.known))
		}
	}
	if err := s.Put(ctx, "source/seen/x", []byte("y")); err != nil {
		t.Fatal(err)
	}
	if err := again.load(ctx, s); err == nil {
		t.Error("a damaged memory is read")
	}
}

// Ensure that a payload's customer goes the way of the events API: with a phone he gets the number, alone he
// stands for the one that he has; but consent is given for a number that was written.
func TestCustomers(t *testing.T) {
	r := newRig(t)
	_, err := r.store.Update(t.Context(), "+12125550199", func(v store.View) (fsm.Decision, error) {
		next := v.Record()
		next.Version++
		return fsm.Decision{Next: next, Binds: []fsm.Bind{{Customer: "7", At: 1}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	head := http.Header{"X-Token": {testKey}}
	for _, c := range []struct{ body, status, did string }{
		{`{"type":"paid","order":1,"value":2,"phone":"+12125550123","who":7}`, "taken", "+12125550123 Fact of customer 7 {"},
		{`{"type":"paid","order":2,"value":2,"who":"7"}`, "taken", "+12125550199 Fact {"},
		{`{"type":"paid","order":3,"value":2,"who":8}`, "passed", ""},
		{`{"type":"paid","order":4,"value":2,"who":null}`, "passed", ""},
		{`{"type":"left","left":true,"who":7}`, "taken", "+12125550199 OptOut {"},
		{`{"type":"left","left":true,"who":7,"phone":"+12125550123"}`, "taken", `"Customer":"7"`},
		{`{"type":"joined","box":true,"who":7,"phone":"+12125550123"}`, "taken", `"Customer":"7"`},
		{`{"type":"joined","box":true,"who":7}`, "passed", ""},
		{`{"type":"paid","order":5,"value":2,"phone":"+12125550123","who":"a\u0000b"}`, "customer_id is no id", ""},
		{`{"type":"paid","order":6,"value":2,"phone":"+12125550123","who":"` + strings.Repeat("é", 101) + `"}`, "customer_id is no id", ""},
	} {
		r.did = nil
		w := r.post("own", c.body, head)
		if did := strings.Join(r.did, " "); !strings.Contains(w.Body.String(), c.status) || (did == "") != (c.did == "") || !strings.Contains(did, c.did) {
			t.Errorf("%s: %d %s, did %v, want %s %s", c.body, w.Code, w.Body, r.did, c.status, c.did)
		}
	}
	if w := r.post("own", `{"type":"joined","box":true,"who":7}`, head); !strings.Contains(w.Body.String(), "passed") {
		t.Errorf("what was passed over is known: %s", w.Body)
	}
}
