package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	whole "github.com/parley-sms/parley/handlers"
)

const bea = "+12125550199"

// Ensure that an event with a phone and a customer makes the number his, that events by him alone go there,
// and that when he has another number they go to that one, while consent stays where it was given.
func TestCustomer(t *testing.T) {
	r := newRig(t)
	r.texts(ada, "SM1", "join")
	r.texts(ada, "SM2", "yes")
	r.must("POST", "/v1/events", `{"id":"e1","type":"seen","phone":"+12125550123","customer_id":"c1","at":"2026-05-04T15:00:00Z"}`)
	r.must("POST", "/v1/events", `{"id":"e2","type":"seen","customer_id":"c1","at":"2026-05-04T15:10:00Z"}`)
	if events := r.record(ada).Events; !slices.ContainsFunc(events, func(h fsm.Happened) bool { return h.ID == "e2" }) {
		t.Errorf("the event by customer did not reach her: %+v", events)
	}
	if a := r.must("GET", "/v1/customers/c1", ""); a.body != `{"customer_id":"c1","phone":"+12125550123","since":"2026-05-04T15:00:00Z","merged_into":null}` {
		t.Error(a.body)
	}
	r.must("POST", "/v1/events", `{"id":"e3","type":"seen","phone":"`+bea+`","customer_id":"c1","at":"2026-05-04T15:30:00Z"}`)
	r.must("POST", "/v1/events", `{"id":"e4","type":"seen","customer_id":"c1"}`)
	r.must("POST", "/v1/events", `{"id":"e0","type":"seen","phone":"+12125550123","customer_id":"c1","at":"2026-05-04T15:20:00Z"}`) // old news
	if events := r.record(bea).Events; len(events) != 1 || events[0].ID != "e4" {
		t.Errorf("the new number has %+v", events)
	}
	if g, h := r.record(ada).State.Ground(), r.record(bea).State.Ground(); g != fsm.Subscribed || h == fsm.Subscribed {
		t.Errorf("the old number is %s, the new one %s", g, h)
	}
	if a := r.must("GET", subs+bea, ""); !strings.Contains(a.body, `"customer_ids":["c1"]`) {
		t.Error(a.body)
	}
	if a := r.must("GET", subs+ada, ""); !strings.Contains(a.body, `"customer_ids":[]`) {
		t.Error(a.body)
	}
}

// Ensure that what is asked and told of a person can be asked and told of a customer.
func TestAddressedByCustomer(t *testing.T) {
	r := newRig(t)
	r.must("PUT", subs+ada, `{"customer_id":"c 1"}`)
	r.must("PUT", subs+"customer:c%201", `{"attributes":{"points":7}}`)
	r.must("POST", subs+"customer:c%201/opt-out", `{}`)
	if a := r.must("GET", subs+"customer:c%201", ""); !strings.Contains(a.body, `"phone":"+12125550123"`) || !strings.Contains(a.body, `"points":7`) || !strings.Contains(a.body, `"state":"stopped"`) {
		t.Error(a.body)
	}
	if a := r.do("DELETE", subs+"customer:c%201", ""); a.status != http.StatusNoContent {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, path := range []string{subs + "customer:c%201", "/v1/customers/c%201", subs + "customer:"} {
		if a := r.do("GET", path, ""); a.status != http.StatusNotFound {
			t.Errorf("after the erasure GET %s is %d %s", path, a.status, a.body)
		}
	}
}

// Ensure that a customer whose id has slashes, spaces and other signs is found by a path, that the same id in a
// body is the same, and that what no id can have is refused.
func TestCustomersInPaths(t *testing.T) {
	for _, id := range []string{"gid://shopify/Customer/207119551", "a/b", "100%", "%2F", "a b", "a+b", "ann@acme.test", "Zoë/名前", "..", "a?b#c", "x;y=z&q", "customer:1", strings.Repeat("é", maxID)} {
		r := newRig(t)
		router, err := whole.New(r.options.Log, func(to gin.IRouter) error {
			Register(to, r.options)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		r.whole = router
		quoted, err := json.Marshal(id)
		if err != nil {
			t.Fatal(err)
		}
		path := url.PathEscape(id)
		r.must("POST", subs+ada+"/opt-out", `{"customer_id":`+string(quoted)+`}`)
		if a := r.do("GET", "/v1/customers/"+path, ""); a.status != 200 || !strings.Contains(a.body, ada) {
			t.Errorf("%q: %d %s", id, a.status, a.body)
		}
		if a := r.do("PUT", subs+"customer:"+path, `{"attributes":{"points":7}}`); a.status != 200 || !strings.Contains(a.body, `"points":7`) {
			t.Errorf("%q: %d %s", id, a.status, a.body)
		}
		if a := r.do("GET", subs+"customer:"+path+"/journal", ""); a.status != 200 {
			t.Errorf("%q: its journal is %d %s", id, a.status, a.body)
		}
	}
	r := newRig(t)
	for body, why := range map[string]string{
		`{"customer_id":"a\u0000b"}`:                             "control character",
		`{"customer_id":"` + strings.Repeat("x", maxID+1) + `"}`: "101 characters",
		`{"customer_id":7}`:                                      "must be a string",
	} {
		if a := r.do("POST", subs+ada+"/opt-out", body); a.status != 422 || !strings.Contains(a.body, why) {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
}

// Ensure that consent taken elsewhere makes the number a customer's, from when it was given, and that a repeat, or
// older news, does not.
func TestConsentOfCustomer(t *testing.T) {
	r := newRig(t)
	const in = `{"id":"o1","purpose":"marketing","source":"form","evidence":{"ip":"::1"},"customer_id":"c1","at":"2026-05-04T15:00:00Z"}`
	r.must("POST", subs+ada+"/opt-in", in)
	if a := r.must("GET", "/v1/customers/c1", ""); !strings.Contains(a.body, ada) || !strings.Contains(a.body, `"since":"2026-05-04T15:00:00Z"`) {
		t.Error(a.body)
	}
	r.must("POST", subs+bea+"/opt-out", `{"id":"o2","customer_id":"c1","at":"2026-05-04T15:10:00Z"}`)
	r.must("POST", subs+ada+"/opt-in", in)
	r.must("POST", subs+ada+"/opt-in", strings.Replace(in, "o1", "o3", 1))
	if a := r.must("GET", "/v1/customers/c1", ""); !strings.Contains(a.body, bea) {
		t.Errorf("older news won: %s", a.body)
	}
	if a := r.do("DELETE", subs+bea, ""); a.status != http.StatusNoContent {
		t.Fatal(a.status)
	}
	if a := r.do("GET", "/v1/customers/c1", ""); a.status != http.StatusNotFound {
		t.Errorf("after the erasure: %d %s", a.status, a.body)
	}
}

// Ensure that merged customers have one number, and that a merge does nothing the second time.
func TestMerge(t *testing.T) {
	r := newRig(t)
	r.must("PUT", subs+ada, `{"customer_id":"guest"}`)
	if a := r.must("POST", "/v1/customers/merge", `{"from":"guest","into":"member"}`); a.body != `{"from":"guest","into":"member","phone":"+12125550123"}` {
		t.Error(a.body)
	}
	r.must("PUT", subs+bea, `{"customer_id":"member"}`)
	again := r.must("POST", "/v1/customers/merge", `{"from":"guest","into":"member"}`)
	if !strings.Contains(again.body, bea) {
		t.Error(again.body)
	}
	if a := r.must("GET", "/v1/customers/guest", ""); !strings.Contains(a.body, bea) || !strings.Contains(a.body, `"merged_into":"member"`) {
		t.Error(a.body)
	}
	if a := r.must("POST", "/v1/customers/merge", `{"from":"x","into":"y"}`); !strings.Contains(a.body, `"phone":null`) {
		t.Error(a.body)
	}
	for i := range 15 {
		r.must("POST", "/v1/customers/merge", fmt.Sprintf(`{"from":"m%d","into":"member"}`, i))
	}
	if a := r.do("POST", "/v1/customers/merge", `{"from":"m15","into":"member"}`); a.status != 422 || !strings.Contains(a.body, "too many") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// Ensure that in a batch a customer is known from the line before that gives him his number, however many
// lines are on their way, and that one whom nobody knows is refused alone.
func TestBatchOfCustomers(t *testing.T) {
	const people, rounds = 60, 20
	r := newRig(t)
	var all strings.Builder
	for round := range rounds {
		for i := range people {
			fmt.Fprintf(&all, `{"id":"a%d-%d","type":"seen","phone":"+1212%03d%04d","customer_id":"c%d"}`+"\n", round, i, 200+round, i, i)
			fmt.Fprintf(&all, `{"id":"b%d-%d","type":"seen","customer_id":"c%d"}`+"\n", round, i, i)
		}
	}
	all.WriteString(`{"id":"x","type":"seen","customer_id":"nobody"}` + "\n" + `{"id":"y","type":"seen","customer_id":"c0"}`)
	got := r.batch(strings.NewReader(all.String()))
	for i, v := range got {
		if ok := v.Status == accepted; ok == (v.ID == "x") {
			t.Fatalf("line %d: %+v", i+1, v)
		}
	}
	if n := len(got); n != 2*people*rounds+2 || got[n-2].Problem.Status != http.StatusNotFound || got[n-2].Problem.Field != "customer_id" {
		t.Errorf("%d verdicts, %+v", n, got[n-2])
	}
	for round := range rounds {
		for i := range people {
			rec := r.record(fsm.Phone(fmt.Sprintf("+1212%03d%04d", 200+round, i)))
			if want := fmt.Sprintf("b%d-%d", round, i); !strings.Contains(fmt.Sprint(rec.Events), want) && i > 0 {
				t.Fatalf("%s has %v, want %s", rec.Phone, rec.Events, want)
			}
		}
	}
}
