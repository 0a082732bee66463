package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
)

// FuzzEvents posts anything as events. Ensure nothing panics, a healthy store means no 5xx, a
// refused event changes nothing, and what was accepted is known the second time.
func FuzzEvents(f *testing.F) {
	for _, seed := range []string{
		`{"id":"e1","type":"purchase","phone":"+12125550123","at":"2026-05-04T16:00:00Z","data":{"value":1.5,"order":"o1","gift":true}}`,
		`{"id":"e1","type":"purchase","phone":"+12125550123"}` + "\n" + `{"id":"e2","type":"seen","phone":"+12125550124"}`,
		`{"id":"e1","id":"e2"}`, `{"data":{"a":[{}]}}`, `{"data":{"a":1e999}}`, `{}{}`, `[]`, `null`, `{"id":`, "\xff", "{\n}\n", `{"at":"0000-01-01T00:00:00Z"}`,
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, body string, batch bool) {
		r := newRig(t)
		head := http.Header{"Authorization": {"Bearer " + r.tokens["events"]}, "Content-Type": {"application/json"}}
		if batch {
			head.Set("Content-Type", "application/x-ndjson")
		}
		a := r.send("POST", "/v1/events", body, head)
		if a.status >= 500 || strings.Contains(a.body, `"status":5`) {
			t.Fatalf("%d %s", a.status, a.body)
		}
		before := r.store.updates.Load()
		if !batch && a.status != http.StatusOK && before > 0 {
			t.Fatalf("refused, yet it reached the store: %s", a.body)
		}
		again := r.send("POST", "/v1/events", body, head)
		if known := again.head.Get("Idempotent-Replayed"); again.status != a.status || !batch && a.status == 200 && (known != "true" || a.body != again.body) {
			t.Fatalf("%s, then %s", a.body, again.body)
		}
		if batch && strings.Count(again.body, `"status":"accepted"`) > 0 && strings.Count(body, "\n") < fsm.MaxSeen {
			t.Fatalf("accepted twice: %s, then %s", a.body, again.body)
		}
		if a := r.do("GET", subs+ada, ""); a.status != 200 && a.status != 404 {
			t.Fatalf("told afterwards: %d %s", a.status, a.body)
		}
	})
}

// FuzzRequests posts anything about a subscriber. Ensure nothing panics, a healthy store means no
// 5xx, and what is refused is not stored.
func FuzzRequests(f *testing.F) {
	for what := range uint8(4) {
		f.Add(what, "+12125550123", `{"id":"1","purpose":"marketing","source":"form","evidence":{"a":"b"}}`)
		f.Add(what, "%2B12125550123", `{"attributes":{"points":1,"vip":null},"zone":"Europe/Paris","language":"de"}`)
		f.Add(what, "x", `{"by":"Bo"}`)
	}
	f.Fuzz(func(t *testing.T, what uint8, phone, body string) {
		r := newRig(t)
		ways := [][2]string{{"PUT", ""}, {"POST", "/opt-in"}, {"POST", "/opt-out"}, {"POST", "/release-hold"}}
		way := ways[int(what)%len(ways)]
		a := r.do(way[0], subs+escaped(phone)+way[1], body)
		if a.status >= 500 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if stats, err := r.store.Stats(t.Context()); err != nil || a.status != 200 && stats.Subscribers > 0 {
			t.Fatalf("%v: refused with %d, yet stored", err, a.status)
		}
	})
}

// escaped makes any string a path segment.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, "%%%02X", s[i])
	}
	return b.String()
}

// Ensure a person about whom events never end stays within the bounds of a record, and is taken
// on all the time.
func TestManyLargeEvents(t *testing.T) {
	r := newRig(t)
	name, value := strings.Repeat("n", 39), strings.Repeat("ö", 1000)
	var fields []string
	for i := range fsm.MaxFields {
		fields = append(fields, fmt.Sprintf(`"%s%d":"%s"`, name, i, value))
	}
	for i := range fsm.MaxCalendar + fsm.MaxEvents {
		a := r.do("POST", "/v1/events", fmt.Sprintf(`{"id":"e%d","type":"purchase","phone":"+12125550123","data":{%s}}`, i, strings.Join(fields, ",")))
		if a.status != http.StatusOK {
			t.Fatalf("event %d: %d %s\n%s", i, a.status, a.body, r.log)
		}
	}
}
