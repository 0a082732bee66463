package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

// Ensure all that is known of a person is told, under the names that outside programs rely on.
func TestSubscriber(t *testing.T) {
	r := newRig(t)
	r.texts(ada, "SM1", "join")
	r.texts(ada, "SM2", "yes")
	r.texts(ada, "SM3", "agent")
	r.hold(ada)
	r.must("PUT", subs+ada, `{"attributes":{"first_name":"Ada","points":7,"vip":true},"zone":"Europe/Paris","region":"FR","language":"pt-BR"}`)
	r.must("POST", "/v1/events", `{"id":"e1","type":"purchase","phone":"+12125550123","data":{"value":20.5,"order":"o1"}}`)
	a := r.must("GET", subs+ada, "")
	s := decoded[subscriber](t, a)
	if s.Phone != ada || s.State != "agent" || s.Ground != "subscribed" || !s.Consent.Marketing.Given || s.Consent.Marketing.Source == nil {
		t.Errorf("consent and state: %s", a.body)
	}
	if s.MarketingHold == nil || *s.MarketingHold != "may want no more" || s.HeldSince != fsm.At(noon) || s.Thread.Owner != nil || s.Thread.WaitingSince != fsm.At(noon) {
		t.Errorf("hold and thread: %s", a.body)
	}
	if diff := cmp.Diff(map[string]any{"first_name": "Ada", "points": 7.0, "vip": true}, s.Attributes); diff != "" {
		t.Error(diff)
	}
	if s.Orders.Count != 1 || s.Orders.Total != 20.5 || len(s.Zones) != 1 || s.Zones[0] != "Europe/Paris" || *s.ZoneSource != "api" || *s.Language != "pt-BR" ||
		len(s.Regions) != 1 || s.Regions[0] != "US-NY" || *s.Region != "FR" {
		t.Errorf("orders, zones, language: %s", a.body)
	}
	enter := scheduled{At: fsm.At(noon.Add(60e9)), Kind: fsm.ItemEnter, What: "care"}
	if len(s.Scheduled) != 3 || s.Scheduled[0] != enter || s.Scheduled[1].What != "thread" || s.Scheduled[2].What != "revocation" {
		t.Errorf("scheduled: %s", a.body)
	}
}

// Ensure every field is there for a person of whom little is known: null or empty, never missing.
func TestEmptySubscriber(t *testing.T) {
	r := newRig(t)
	r.must("PUT", subs+ada, `{"language":"es"}`)
	a := r.must("GET", subs+ada, "")
	for _, want := range []string{
		`"state":"unknown"`, `"ground":"unknown"`, `"marketing_hold":null`, `"owner":null`, `"waiting_since":null`, `"runs":[]`,
		`"scheduled":[]`, `"question":null`, `"suspended":[]`, `"ready":[]`, `"in_flight":[]`, `"blocks":[]`, `"attributes":{}`,
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s is not in %s", want, a.body)
		}
	}
}

// Ensure a run, its question and its texts are named as the machine names them.
func TestNames(t *testing.T) {
	r := fsm.Record{
		Phone: ada, State: "subscribed+care.rating",
		Runs:     []fsm.Run{{ID: 3, Workflow: "care", Step: "rating", Key: "o1"}},
		Question: &fsm.Question{Run: 3, Workflow: "care", Step: "rating", Answers: []fsm.Answer{{Name: "good"}}},
		Stack:    []fsm.Question{{Workflow: "first"}, {Workflow: "top"}},
		Calendar: []fsm.Item{
			{Kind: fsm.ItemTimeout, Run: 3, Step: "rating"}, {Kind: fsm.ItemText, Want: &fsm.Want{Run: 3, Step: "thanks"}},
			{Kind: fsm.ItemText, Want: &fsm.Want{Name: "help"}}, {Kind: fsm.ItemPending},
		},
		Ready:  []fsm.Want{{Name: "agent"}},
		Doubts: []fsm.Flight{{Seq: 4, Want: fsm.Want{Run: 2, Step: "gone"}}},
	}
	s := viewOf(&r)
	var got []string
	for _, i := range s.Scheduled {
		got = append(got, i.What)
	}
	got = append(got, s.State, s.Ready[0].What, s.InFlight[0].What, s.Suspended[0].Workflow, s.Question.Answers[0])
	want := []string{"care.rating", "care.thanks", "help", "opt_in", "care.rating", "agent", "gone", "top", "good"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Ensure lists are told newest first, page by page, each row once.
func TestPages(t *testing.T) {
	r := newRig(t)
	for i := range 7 {
		r.texts(ada, fmt.Sprintf("SM%d", i), "stop")
	}
	for _, what := range []string{"messages", "journal", "consent"} {
		whole := rows(t, r.must("GET", subs+ada+"/"+what, ""), what)
		var paged []any
		path := subs + ada + "/" + what + "?limit=3"
		for next := path; next != ""; {
			a := r.must("GET", next, "")
			paged = append(paged, rows(t, a, what)...)
			var page struct{ Next *uint64 }
			if err := json.Unmarshal([]byte(a.body), &page); err != nil {
				t.Fatal(err)
			}
			next = ""
			if page.Next != nil {
				next = fmt.Sprintf("%s&before=%d", path, *page.Next)
			}
		}
		if diff := cmp.Diff(whole, paged); diff != "" || len(whole) < 7 {
			t.Errorf("%s, %d rows: %s", what, len(whole), diff)
		}
	}
}

func rows(t *testing.T, a answer, what string) []any {
	var all map[string]any
	if err := json.Unmarshal([]byte(a.body), &all); err != nil {
		t.Fatal(err)
	}
	list, _ := all[what].([]any)
	return list
}

// Ensure texts, changes and consent are told with what explains them.
func TestHistory(t *testing.T) {
	r := newRig(t)
	r.texts(ada, "SM1", "stop")
	m := decoded[messages](t, r.must("GET", subs+ada+"/messages", "")).Messages
	last := m[len(m)-1]
	if last.Direction != "inbound" || last.Body != "stop" || last.SID == nil || *last.SID != "SM1" || last.Meaning == nil {
		t.Errorf("text: %+v", last)
	}
	e := decoded[journal](t, r.must("GET", subs+ada+"/journal", "")).Entries
	if first := e[len(e)-1]; first.Version != 1 || len(first.Lines) == 0 || first.Lines[0].Event != "stop" || first.Lines[0].To != fsm.Stopped {
		t.Errorf("change: %+v", first)
	}
	found := false
	for _, f := range decoded[ledger](t, r.must("GET", subs+ada+"/consent", "")).Facts {
		found = found || f.Fact == "withdrawn" && f.Purpose == nil && f.Evidence["sid"] == "SM1"
	}
	if !found {
		t.Errorf("the withdrawal is not among the facts")
	}
}
