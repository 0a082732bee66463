package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

// Ensure consent from elsewhere counts once for an id, is proven in the ledger, and says where it led.
func TestOptIn(t *testing.T) {
	r := newRig(t)
	const in = `{"id":"c1","purpose":"marketing","source":"checkout","evidence":{"shown":"I agree\nto texts","ip":"::1"},"at":"2026-05-04T15:00:00Z"}`
	first := r.must("POST", subs+ada+"/opt-in", in)
	if first.body != `{"id":"c1","phone":"+12125550123","status":"accepted","ground":"subscribed"}` {
		t.Errorf("answered %s", first.body)
	}
	before := r.record(ada)
	if again := r.must("POST", subs+ada+"/opt-in", in); again.body != first.body {
		t.Errorf("again: %s", again.body)
	}
	if got := r.record(ada); got.Version != before.Version || got.Ledger != 1 || got.Marketing.At != fsm.At(noon)-3600_000 {
		t.Errorf("a repeat had an effect: %+v", got.Marketing)
	}
	facts := decoded[ledger](t, r.must("GET", subs+ada+"/consent", "")).Facts
	if len(facts) != 1 || facts[0].Fact != "given" || facts[0].Source != "checkout" || facts[0].Evidence["shown"] != "I agree\nto texts" {
		t.Errorf("ledger: %+v", facts)
	}
}

// Ensure an opt-in never lifts a later STOP, and says so.
func TestOptInAfterStop(t *testing.T) {
	r := newRig(t)
	r.texts(ada, "SM1", "stop")
	a := r.must("POST", subs+ada+"/opt-in", `{"purpose":"marketing","source":"import","evidence":{"file":"a.csv"},"at":"2026-05-03T00:00:00Z"}`)
	if got := decoded[consentTaken](t, a); got.Ground != fsm.Stopped || got.ID != nil {
		t.Errorf("%s", a.body)
	}
	if rec := r.record(ada); rec.Marketing.Given || rec.Ledger == 0 {
		t.Errorf("%+v", rec.Marketing)
	}
}

// Ensure a withdrawal needs nothing but the number, and that one purpose leaves the other.
func TestOptOut(t *testing.T) {
	for _, c := range []struct {
		body    string
		ground  string
		service bool // withdrawn
	}{
		{``, fsm.Stopped, false},
		{`{}`, fsm.Stopped, false},
		{`{"id":"o1","source":"e-mail","evidence":{"mail":"<1@acme.test>"}}`, fsm.Stopped, false},
		{`{"purpose":"marketing"}`, fsm.Unknown, false},
		{`{"purpose":"service"}`, fsm.Subscribed, true},
	} {
		r := newRig(t)
		r.must("POST", subs+ada+"/opt-in", `{"id":"o1","purpose":"marketing","source":"form","evidence":{"ip":"::1"}}`)
		a := r.must("POST", subs+ada+"/opt-out", c.body)
		rec := r.record(ada)
		if got := decoded[consentTaken](t, a); got.Ground != c.ground || rec.State.Ground() != c.ground || (rec.Service.Withdrawn > 0) != c.service {
			t.Errorf("%s: %s, stored %s", c.body, a.body, rec.State)
		}
	}
}

// Ensure a hold is released once, in somebody's name.
func TestReleaseHold(t *testing.T) {
	r := newRig(t)
	r.hold(ada)
	for range 2 {
		if a := r.must("POST", subs+ada+"/release-hold", `{"by":"Bo"}`); a.body != `{"phone":"+12125550123","marketing_hold":null}` {
			t.Errorf("%s", a.body)
		}
	}
	facts := r.must("GET", subs+ada+"/consent", "").body
	if r.record(ada).Hold != nil || strings.Count(facts, `"released"`) != 1 || !strings.Contains(facts, `"by":"Bo`) {
		t.Errorf("%s", facts)
	}
}

// Ensure attributes are set, kept and removed by name, and that removing needs no declaration.
func TestAttributes(t *testing.T) {
	r := newRig(t)
	r.must("PUT", subs+ada, `{"attributes":{"first_name":"Ada","points":1}}`)
	a := r.must("PUT", subs+ada, `{"attributes":{"points":null,"vip":false,"of_an_old_program":null}}`)
	got := decoded[subscriber](t, a).Attributes
	if len(got) != 2 || got["first_name"] != "Ada" || got["vip"] != false {
		t.Errorf("%v", got)
	}
}

// Ensure attributes that find no room are refused as a whole.
func TestNoRoom(t *testing.T) {
	r := newRig(t)
	for i := range fsm.MaxAttributes {
		set := fsm.Attributes{Set: map[string]any{fmt.Sprintf("answer%d", i): "x"}}
		if _, err := r.engine.Apply(t.Context(), ada, set); err != nil {
			t.Fatal(err)
		}
	}
	before := r.record(ada)
	a := r.do("PUT", subs+ada, `{"attributes":{"first_name":"Ada"},"language":"fr"}`)
	if a.status != 422 || !strings.Contains(a.body, "first_name: a person has at most 32 attributes") {
		t.Errorf("%d %s", a.status, a.body)
	}
	if diff := cmp.Diff(before, r.record(ada)); diff != "" {
		t.Error(diff)
	}
	r.must("PUT", subs+ada, `{"attributes":{"answer0":null}}`)
	r.must("PUT", subs+ada, `{"attributes":{"first_name":"Ada"}}`)
}
