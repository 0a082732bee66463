package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const subs = "/v1/subscribers/"

// Ensure that every request that cannot be is refused with words that say what would be right, and
// changes nothing.
func TestRefused(t *testing.T) {
	long := strings.Repeat("a", 2000)
	event := func(more string) string { return `{"id":"e1","type":"purchase","phone":"+12125550123"` + more + `}` }
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", subs + "+1212555", "", 422, "country code"},
		{"GET", subs + "12345", "", 422, "country code"},
		{"GET", subs + "STOP", "", 422, "country code"},
		{"GET", subs + "+0212555012345", "", 422, "country code"},
		{"GET", subs + "+1212555012345678", "", 422, "country code"},
		{"GET", subs + "+19995550123", "", 404, "never seen"},
		{"GET", subs + "+19995550123/messages", "", 404, "never seen"},
		{"GET", subs + "+19995550123/journal", "", 404, "never seen"},
		{"GET", subs + "+19995550123/consent", "", 404, "never seen"},
		{"GET", subs + ada + "/messages?limit=0", "", 422, "from 1 to 500"},
		{"GET", subs + ada + "/messages?limit=501", "", 422, "from 1 to 500"},
		{"GET", subs + ada + "/journal?limit=x", "", 422, "from 1 to 500"},
		{"GET", subs + ada + "/consent?before=-1", "", 422, "page before"},
		{"GET", subs + ada + "/consent?before=0", "", 422, "page before"},

		{"PUT", subs + ada, ``, 422, "nothing to set"},
		{"PUT", subs + ada, `{}`, 422, "nothing to set"},
		{"PUT", subs + ada, `{"attributes":{}}`, 422, "nothing to set"},
		{"PUT", subs + ada, `[]`, 400, "not a JSON object"},
		{"PUT", subs + ada, `{"zone":"Europe/Paris"`, 400, "not end"},
		{"PUT", subs + ada, `{"zone":"Europe/Paris"}x`, 400, "goes on"},
		{"PUT", subs + ada, `{"zone":"Europe/Paris"}{}`, 400, "goes on"},
		{"PUT", subs + ada, `{"zone":"Europe/Paris",}`, 400, "not JSON"},
		{"PUT", subs + ada, `{"zone":"Europe/Paris" "a":1}`, 400, "not JSON"},
		{"PUT", subs + ada, "{\"zone\":\"Europe/\xff\"}", 400, "UTF-8"},
		{"PUT", subs + ada, `{"zone":"Europe/Paris","zone":"Europe/Rome"}`, 400, "twice"},
		{"PUT", subs + ada, `{"zone":"Mars/Base"}`, 422, "IANA"},
		{"PUT", subs + ada, `{"zone":"Local"}`, 422, "IANA"},
		{"PUT", subs + ada, `{"zone":"../../etc/passwd"}`, 422, "IANA"},
		{"PUT", subs + ada, `{"zone":1}`, 422, "must be a string"},
		{"PUT", subs + ada, `{"Zone":"Europe/Paris"}`, 422, "attributes, zone, region, language"},
		{"PUT", subs + ada, `{"language":"English"}`, 422, "pt-BR"},
		{"PUT", subs + ada, `{"attributes":{"shoe":"x"}}`, 422, "first_name, points, vip"},
		{"PUT", subs + ada, `{"attributes":{"points":"7"}}`, 422, "declares it as a number"},
		{"PUT", subs + ada, `{"attributes":{"vip":1}}`, 422, "declares it as a bool"},
		{"PUT", subs + ada, `{"attributes":{"first_name":true}}`, 422, "declares it as a string"},
		{"PUT", subs + ada, `{"attributes":{"first_name":["x"]}}`, 422, "nested"},
		{"PUT", subs + ada, `{"attributes":{"first_name":"` + long[:41] + `"}}`, 422, "it may have 40"},
		{"PUT", subs + ada, `{"attributes":{"points":1e999}}`, 422, "smaller"},
		{"PUT", subs + ada, `{"attributes":{"points":9007199254740993}}`, 422, "as a string"},
		{"PUT", subs + ada, `{"attributes":{"points":1,"points":2}}`, 422, "twice"},
		{"PUT", subs + ada, `{"attributes":[1]}`, 422, "not a JSON object"},

		{"POST", subs + ada + "/opt-in", ``, 422, "purpose is missing"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"ads","source":"form","evidence":{"ip":"::1"}}`, 422, "marketing or service"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","evidence":{"ip":"::1"}}`, 422, "source is missing"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"","evidence":{"ip":"::1"}}`, 422, "source is empty"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":null,"evidence":{"ip":"::1"}}`, 422, "source is missing"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"a\nb","evidence":{"ip":"::1"}}`, 422, "control character"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form"}`, 422, "evidence is missing"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{}}`, 422, "At least one"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{"ip":null}}`, 422, "At least one"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{"ip":1}}`, 422, "must be a string"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{"":"x"}}`, 422, "1 to 40"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{"a":"` + long + `"}}`, 422, "may have 1000"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{"ip":"::1"},"at":"2026-05-04T16:05:01Z"}`, 422, "in the future"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{"ip":"::1"},"at":"yesterday"}`, 422, "RFC 3339"},
		{"POST", subs + ada + "/opt-in", `{"purpose":"marketing","source":"form","evidence":{"ip":"::1"},"at":"1970-01-01T00:00:00Z"}`, 422, "2000"},
		{"POST", subs + ada + "/opt-out", `{"purpose":"all"}`, 422, "marketing or service"},
		{"POST", subs + ada + "/opt-out", `{"purposes":"service"}`, 422, "not a field"},
		{"POST", subs + ada + "/release-hold", `{}`, 422, "by is missing"},
		{"POST", subs + ada + "/release-hold", `{"by":"Bo"}`, 404, "never seen"},

		{"POST", "/v1/events", ``, 422, "id is missing"},
		{"POST", "/v1/events", `{"id":"e1","type":"purchase"}`, 422, "phone is missing"},
		{"POST", "/v1/events", `{"id":"e1","type":"purchase","customer_id":"c1"}`, 404, "no number is known"},
		{"POST", "/v1/events", `{"id":"e1","phone":"+12125550123"}`, 422, "type is missing"},
		{"POST", "/v1/events", `{"id":7,"type":"purchase","phone":"+12125550123"}`, 422, "must be a string"},
		{"POST", "/v1/events", `{"id":"e1","type":"purchase","phone":"12125550123"}`, 422, "country code"},
		{"POST", "/v1/events", `{"id":"e1","type":"Purchase","phone":"+12125550123"}`, 422, "small letters"},
		{"POST", "/v1/events", `{"id":"e1","type":"opted_in","phone":"+12125550123"}`, 422, "Parley itself"},
		{"POST", "/v1/events", `{"id":"` + long + `","type":"purchase","phone":"+12125550123"}`, 422, "it may have 100"},
		{"POST", "/v1/events", event(`,"data":{"cart":{"id":1}}`), 422, "data.cart is nested"},
		{"POST", "/v1/events", event(`,"data":{"items":[1]}`), 422, "data.items is nested"},
		{"POST", "/v1/events", event(`,"data":{"a b":1}`), 422, "no name for a field"},
		{"POST", "/v1/events", event(`,"data":{"a":"` + long + `"}`), 422, "may have 1000"},
		{"POST", "/v1/events", event(`,"data":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1}`), 422, "may have 8"},
		{"POST", "/v1/events", event(`,"data":{"value":1e400}`), 422, "smaller"},
		{"POST", "/v1/events", event(`,"data":"x"`), 422, "not a JSON object"},
		{"POST", "/v1/events", event(`,"at":"2026-05-04"`), 422, "RFC 3339"},
		{"POST", "/v1/events", event(`,"at":"2026-05-04T17:00:00Z"`), 422, "in the future"},
		{"POST", "/v1/events", event(``) + "\n" + event(``), 400, "goes on"},
		{"POST", "/v1/events", event(`,"` + strings.Repeat(long, 40) + `":1`), 413, "64 KiB"},
	} {
		t.Run(fmt.Sprintf("%s %s %.60s", c.method, c.path, c.body), func(t *testing.T) {
			r := newRig(t)
			a := r.do(c.method, c.path, c.body)
			if a.status != c.status || a.head.Get("Content-Type") != "application/problem+json" {
				t.Fatalf("%d %s, want %d: %s", a.status, a.head.Get("Content-Type"), c.status, a.body)
			}
			p := decoded[problem](t, a)
			if !strings.Contains(p.Detail, c.want) || p.Status != c.status || p.Title != http.StatusText(c.status) || c.status == 422 && p.Field == "" {
				t.Errorf("%+v, want a detail with %q", p, c.want)
			}
			if n := r.record(ada).Version; n != 0 {
				t.Errorf("something was stored: version %d", n)
			}
		})
	}
}

// Ensure a request is let in by a known token with the right scope alone, and that no answer or
// log line tells a secret.
func TestTokens(t *testing.T) {
	r := newRig(t)
	r.must("PUT", subs+ada, `{"language":"es"}`)
	secret := r.tokens["read"]
	for _, c := range []struct {
		name   string
		auth   []string
		method string
		status int
		want   string // in WWW-Authenticate
	}{
		{"good", []string{"Bearer " + secret}, "GET", 200, ""},
		{"in small letters", []string{"bearer " + secret}, "GET", 200, ""},
		{"none", nil, "GET", 401, `Bearer realm="parley"`},
		{"empty", []string{"Bearer "}, "GET", 401, `Bearer realm="parley"`},
		{"twice", []string{"Bearer " + secret, "Bearer " + secret}, "GET", 401, `Bearer realm="parley"`},
		{"basic", []string{"Basic " + secret}, "GET", 401, `Bearer realm="parley"`},
		{"bare", []string{secret}, "GET", 401, `Bearer realm="parley"`},
		{"unknown", []string{"Bearer parley_x"}, "GET", 401, "invalid_token"},
		{"of another scope", []string{"Bearer " + r.tokens["events"]}, "GET", 403, `scope="read"`},
		{"write is not read", []string{"Bearer " + r.tokens["write"]}, "GET", 403, `scope="read"`},
		{"read is not write", []string{"Bearer " + secret}, "PUT", 403, `scope="write"`},
	} {
		a := r.send(c.method, subs+ada, `{"language":"fr"}`, http.Header{"Authorization": c.auth})
		if a.status != c.status || !strings.Contains(a.head.Get("WWW-Authenticate"), c.want) || a.head.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v %s", c.name, a.status, a.head, a.body)
		}
		if strings.Contains(a.body+fmt.Sprint(a.head), secret) {
			t.Errorf("%s: a secret is told: %s", c.name, a.body)
		}
	}
	if got := r.record(ada).Language; got != "es" {
		t.Errorf("a refused request set the language to %s", got)
	}
	if strings.Contains(r.log.String(), secret) {
		t.Errorf("the log tells a secret: %s", r.log)
	}
}

// Ensure a number is found however its plus sign came through.
func TestPlusSign(t *testing.T) {
	r := newRig(t)
	r.must("PUT", subs+ada, `{"language":"es"}`)
	for _, path := range []string{"+12125550123", "%2B12125550123", "%2b12125550123", "12125550123", "%2012125550123"} {
		if got := decoded[subscriber](t, r.must("GET", subs+path, "")).Phone; got != ada {
			t.Errorf("%s: %s", path, got)
		}
	}
}

// Ensure other media than JSON are refused, and packed bodies.
func TestMediaTypes(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		kind, packing string
		status        int
	}{
		{"", "", 200}, {"application/json; charset=utf-8", "", 200}, {"application/json", "identity", 200},
		{"text/plain", "", 415}, {"application/x-www-form-urlencoded", "", 415}, {"a b", "", 415},
		{"application/json", "gzip", 415}, {"application/x-ndjson", "gzip", 415},
	} {
		head := http.Header{"Authorization": {"Bearer " + r.tokens["events"]}, "Content-Type": {c.kind}, "Content-Encoding": {c.packing}}
		if a := r.send("POST", "/v1/events", `{"id":"e1","type":"purchase","phone":"+12125550123"}`, head); a.status != c.status {
			t.Errorf("%q %q: %d %s", c.kind, c.packing, a.status, a.body)
		}
	}
}

// Ensure a store that fails is answered with 503, and a request with a healthy one again succeeds.
func TestStoreFails(t *testing.T) {
	r := newRig(t)
	r.must("PUT", subs+ada, `{"language":"es"}`)
	requests := [][3]string{
		{"PUT", subs + ada, `{"language":"fr"}`},
		{"POST", subs + ada + "/opt-in", `{"id":"c1","purpose":"marketing","source":"form","evidence":{"ip":"::1"}}`},
		{"POST", subs + ada + "/opt-out", `{"id":"c2"}`},
		{"POST", subs + ada + "/release-hold", `{"by":"Bo"}`},
		{"POST", "/v1/events", `{"id":"e1","type":"purchase","phone":"+12125550123"}`},
	}
	before := r.record(ada)
	r.store.failFrom = 1
	for _, q := range requests {
		a := r.do(q[0], q[1], q[2])
		if a.status != 503 || !strings.Contains(a.body, "safe") || strings.Contains(a.body, "disk") {
			t.Errorf("%v: %d %s", q, a.status, a.body)
		}
	}
	if diff := cmp.Diff(before, r.record(ada)); diff != "" {
		t.Errorf("something was stored: %s", diff)
	}
	if strings.Contains(r.log.String(), ada) || !strings.Contains(r.log.String(), "disk full") {
		t.Errorf("the log: %s", r.log)
	}
	r.store.failFrom = 0
	for _, q := range requests {
		r.must(q[0], q[1], q[2])
	}
	_ = r.store.Close()
	for _, path := range []string{"", "/messages", "/journal", "/consent"} {
		if a := r.do("GET", subs+ada+path, ""); a.status != 503 {
			t.Errorf("GET %s: %d %s", path, a.status, a.body)
		}
	}
}
