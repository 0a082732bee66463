package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot"
)

// Ensure an event without a phone is taken where the program declares it for watchers, once for each
// id, and is on disk when it is answered.
func TestEventForWatchers(t *testing.T) {
	r := newRig(t)
	const e = `{"id":"w1","type":"back_in_stock","data":{"product":"serum"}}`
	first, again := r.do("POST", "/v1/events", e), r.do("POST", "/v1/events", strings.Replace(e, "serum", "other", 1))
	if first.status != http.StatusAccepted || first.body != `{"id":"w1","status":"accepted"}` || first.head.Get("Idempotent-Replayed") != "" {
		t.Errorf("%d %s", first.status, first.body)
	}
	if again.status != first.status || again.body != first.body || again.head.Get("Idempotent-Replayed") != "true" {
		t.Errorf("sent again: %d %s", again.status, again.body)
	}
	open, ended, err := bot.FanOuts(t.Context(), r.store)
	if len(open)+len(ended) != 1 || err != nil || open[0].Data["product"] != "serum" {
		t.Errorf("on disk are %v, %v, %v", open, ended, err)
	}
	if a := r.must("POST", "/v1/events", strings.Replace(e, `"w1"`, `"w2","phone":"`+ada+`"`, 1)); a.body != `{"id":"w2","status":"accepted"}` {
		t.Errorf("with a phone: %s", a.body)
	}
	if len(r.record(ada).Events) != 1 {
		t.Error("with a phone it did not happen to her")
	}
}

// Ensure a batch takes events with and without a phone.
func TestBatchForWatchers(t *testing.T) {
	r := newRig(t)
	lines := `{"id":"w1","type":"back_in_stock","data":{"product":"serum"}}
{"id":"w1","type":"back_in_stock","data":{"product":"serum"}}
{"id":"e1","type":"purchase"}
{"id":"e2","type":"purchase","phone":"+12125550123"}`
	var got []string
	for _, v := range r.batch(strings.NewReader(lines)) {
		got = append(got, v.Status)
	}
	if s := strings.Join(got, " "); s != "accepted known refused accepted" {
		t.Errorf("the verdicts are %s", s)
	}
}

// Ensure an event whose fields are not as the program declares them is refused, with the field, and
// changes nothing; what the program does not declare is history.
func TestEventFields(t *testing.T) {
	r := newRig(t)
	for body, field := range map[string]string{
		`{"id":"e","type":"back_in_stock","data":{}}`:                                            "data.product",
		`{"id":"e","type":"back_in_stock","data":{"product":true}}`:                              "data.product",
		`{"id":"e","type":"purchase"}`:                                                           "phone",
		`{"id":"e","type":"unheard_of"}`:                                                         "phone",
		`{"id":"e","type":"clicked","phone":"+12125550123"}`:                                     "type",
		`{"id":"e","type":"replied","phone":"+12125550123"}`:                                     "type",
		`{"id":"e","type":"back_in_stock","phone":"+12125550123","data":{"product":"a","x":[]}}`: "data.x",
	} {
		a := r.do("POST", "/v1/events", body)
		if a.status == http.StatusOK || a.status == http.StatusAccepted {
			t.Errorf("%s was taken", body)
			continue
		}
		if p := decoded[problem](t, a); a.status != http.StatusUnprocessableEntity || p.Field != field {
			t.Errorf("%s: %d %s, want %s", body, a.status, a.body, field)
		}
	}
	if open, ended, err := bot.FanOuts(t.Context(), r.store); len(open)+len(ended) != 0 || err != nil || r.record(ada).Version != 0 {
		t.Errorf("something was stored: %v %v %v", open, ended, err)
	}
	r.must("POST", "/v1/events", `{"id":"e","type":"unheard_of","phone":"+12125550123","data":{"x":1}}`)
}
