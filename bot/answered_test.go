package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

func answers(t testing.TB) *fsm.Program {
	t.Helper()
	p, err := fsm.Compile(fsm.Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "few msgs",
		Events: map[string]fsm.EventType{"tier": {Fields: map[string]fsm.Field{"name": {Type: fsm.StringType}, "points": {Type: fsm.NumberType, Optional: true}}}},
	}, "test")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Ensure that an answer is an event of the program, or nothing, or an error that says what is wrong.
func TestAnswered(t *testing.T) {
	p := answers(t)
	gold := &fsm.Happened{ID: "id", Type: "tier", At: 5, Data: map[string]any{"name": "gold"}}
	for body, want := range map[string]struct {
		event *fsm.Happened
		why   string
	}{
		"": {}, " \n": {},
		`{"type":"tier","data":{"name":"gold"}}`: {event: gold},
		`{"type":"other"}`:                       {event: &fsm.Happened{ID: "id", Type: "other", At: 5}},
		`ok`:                                     {why: "no event"},
		`{}`:                                     {why: "no type"},
		`[]`:                                     {why: "no event"},
		`null`:                                   {why: "no type"},
		`{"type":"tier","data":{"name":"gold"}}{}`:            {why: "goes on"},
		`{"type":"tier","dta":{"name":"gold"}}`:               {why: "no event"},
		`{"type":"tier","data":{"name":{"x":1}}}`:             {why: "nested"},
		`{"type":"tier","data":{}}`:                           {why: "name"},
		`{"type":"tier","data":{"name":"gold","points":"x"}}`: {why: "points"},
		`{"type":"opted_in","data":{}}`:                       {why: "opted_in"},
	} {
		event, err := answered(p, "id", []byte(body), 5)
		if diff := cmp.Diff(want.event, event); diff != "" || (err == nil) != (want.why == "") || err != nil && !strings.Contains(err.Error(), want.why) {
			t.Errorf("%q: %v (-want +got):\n%s", body, err, diff)
		}
	}
}

// FuzzAnswered feeds any answer to the reader. What it takes is an event that the program takes.
func FuzzAnswered(f *testing.F) {
	f.Add([]byte(`{"type":"tier","data":{"name":"gold","points":3}}`))
	f.Add([]byte(`{"type":"\u0000","data":null}`))
	p := answers(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := answered(p, "id", body, 5)
		if err != nil || event == nil {
			return
		}
		if field, why := p.EventFault(event.Type, event.Data); why != "" {
			t.Errorf("%q is taken, though %s %s", body, field, why)
		}
	})
}
