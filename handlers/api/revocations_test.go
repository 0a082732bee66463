package api

import (
	"net/http"
	"strings"
	"testing"
)

// Ensure that a text that may be a revocation is listed with its clock until somebody has decided.
func TestRevocations(t *testing.T) {
	r := newRig(t)
	r.must("POST", subs+ada+"/opt-in", `{"purpose":"marketing","source":"form","evidence":{"ip":"::1"}}`)
	r.texts(ada, "SM1", "not interested")
	list := decoded[revocations](t, r.must("GET", "/v1/revocations", "")).List
	if len(list) != 1 || list[0].Text != "not interested" || list[0].Phone != ada || list[0].DaysLeft != 11 || list[0].Due.String() != "2026-05-19T00:00:00Z" {
		t.Errorf("%+v", list)
	}
	r.must("POST", subs+ada+"/opt-out", `{"channel":"phone","by":"Bo"}`)
	facts := r.must("GET", subs+ada+"/consent", "").body
	if a := r.must("GET", "/v1/revocations", "").body; a != `{"revocations":[]}` || !strings.Contains(facts, `"by":"Bo, token write"`) || !strings.Contains(facts, `"channel":"phone"`) {
		t.Errorf("%s, facts %s", a, facts)
	}
}

// Ensure that an erased person is gone, as often as it is asked for, and that older consent lifts nothing.
func TestErase(t *testing.T) {
	r := newRig(t)
	r.must("POST", subs+ada+"/opt-in", `{"purpose":"marketing","source":"form","evidence":{"ip":"::1"}}`)
	for range 2 {
		if a := r.do("DELETE", subs+ada, ""); a.status != http.StatusNoContent || a.body != "" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := r.do("GET", subs+ada, ""); a.status != http.StatusNotFound {
			t.Errorf("it is still there: %s", a.body)
		}
	}
	r.must("POST", subs+ada+"/opt-in", `{"purpose":"marketing","source":"crm","evidence":{"ip":"::1"},"at":"2026-05-01T00:00:00Z"}`)
	if got := r.record(ada); got.State != "stopped" {
		t.Errorf("older consent led to %s", got.State)
	}
	if a := r.do("DELETE", subs+"nobody", ""); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no number: %d %s", a.status, a.body)
	}
}

// Ensure that evidence that cannot be what its name says is refused.
func TestBadEvidence(t *testing.T) {
	r := newRig(t)
	for _, evidence := range []string{`{"ip":"anywhere"}`, `{"a\nb":"c"}`} {
		a := r.do("POST", subs+ada+"/opt-in", `{"purpose":"marketing","source":"form","evidence":`+evidence+`}`)
		if a.status != http.StatusUnprocessableEntity || r.record(ada).Version != 0 {
			t.Errorf("%s: %d %s", evidence, a.status, a.body)
		}
	}
}
