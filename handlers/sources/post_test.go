package sources

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	r.repeats(t)
}

func (r *rig) repeats(t *testing.T) {
	t.Helper()
	var known repeats
	for i := range 3 * maxDelivered {
		known.add("s", string(rune(i)), r.now)
	}
	if n := len(known.known) + len(known.older); n > maxDelivered {
		t.Errorf("%d deliveries are remembered, more than %d", n, maxDelivered)
	}
	known.add("s", "x", r.now)
	if !known.seen("s", "x", r.now.Add(rememberFor/2)) || known.seen("s", "x", r.now.Add(rememberFor)) || known.seen("other", "x", r.now) {
		t.Error("it is not remembered for as long as it should be")
	}
}
