package script

import (
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Ensure everything that is wrong with a file is told at once, each with its place and what would be
// right.
func TestMistakes(t *testing.T) {
	data, err := os.ReadFile("testdata/mistakes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files, findings := Read(fstest.MapFS{"tests/mistakes.yaml": {Data: data}, "tests/more.yml": {}}, shop(t))
	if files != nil {
		t.Error("tests in spite of faults")
	}
	var told strings.Builder
	for _, f := range findings {
		told.WriteString(f.Error() + "\n")
	}
	golden := "testdata/mistakes.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(told.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), told.String()); diff != "" {
		t.Errorf("findings (-was +is):\n%s", diff)
	}
}

// Ensure every kind of line is read as it is written.
func TestLines(t *testing.T) {
	nine := When{Weekday: 1, Minute: 9 * 60}
	for line, want := range map[string]Deed{
		`texts: JOIN`:                           Texts{Body: "JOIN"},
		`{texts: "1", late: 3h}`:                Texts{Body: "1", Late: 3 * time.Hour},
		`receives: nothing`:                     Receives{},
		`{receives: hi, at: Mon 9:00}`:          Receives{[]Received{{Text: "hi", At: &nine}}},
		`receives: [a, {text: b, segments: 2}]`: Receives{[]Received{{Text: "a"}, {Text: "b", Segments: 2}}},
		`wait: 1d12h`:                           Wait{36 * time.Hour},
		`until: Mon 09:00`:                      Until{nine},
		`at: 2026-03-08 02:30`:                  Until{When{Date: "2026-03-08", Weekday: -1, Minute: 150}},
		`event: purchase`:                       Event{Type: "purchase", Data: map[string]any{}},
		`{event: {cart_updated: {cart_id: 7, value: 40}}, ago: 2h, id: e1}`: Event{
			Type: "cart_updated", ID: "e1", Ago: 2 * time.Hour, Data: map[string]any{"cart_id": "7", "value": 40.0}},
		`{source: till, headers: {X-Kind: paid}, payload: '{"phone": "+12125550124"}'}`: Source{"till", fsm.Posted{
			Header: map[string]string{"x-kind": "paid"}, Body: map[string]any{"phone": "+12125550124"}, Digest: "3f0a7c058280596d31f0c4ff8dfdab9d"}},
		`clicks: last`:                            Clicks{"last"},
		`carrier: {refuses: 30005}`:               Carrier{Does: CarrierRefuses, Code: "30005", Times: 1},
		`carrier: {undelivered: 30006, times: 2}`: Carrier{Does: CarrierFails, Code: "30006", Times: 2},
		`carrier: {throttles: 1m}`:                Carrier{Does: CarrierThrottles, RetryIn: time.Minute, Times: 1},
		`carrier: {loses: unknown}`:               Carrier{Does: CarrierUnknown, Times: 1},
		`agent: hands back`:                       Agent{Does: "hands back"},
		`agent: {says: hello}`:                    Agent{Does: "says", Says: "hello"},
		`set: {interest: null, zone: UTC}`:        Set{Attributes: map[string]any{"interest": nil}, Zone: "UTC"},
		`opts_in: api`:                            OptsIn{"api"},
		`opts_out: phone`:                         OptsOut{"phone"},
		`pause: {cart: drain}`:                    Pause{"cart", fsm.PauseDrain},
		`resume: cart`:                            Pause{Workflow: "cart"},
		`release: hold`:                           Release{},
		`expect: {state: subscribed, workflows: none, attributes: {interest: null}, journal: [a, b]}`: Expect{[]Expectation{
			{What: "state", Want: "subscribed"}, {What: "workflows"}, {What: "attributes", Name: "interest"},
			{What: "journal", Want: []string{"a", "b"}}}},
	} {
		data := "tests:\n  - test: a line\n    steps:\n      - " + line + "\n"
		files, findings := Read(fstest.MapFS{"tests/a.yaml": {Data: []byte(data)}}, shop(t))
		if len(findings) > 0 {
			t.Errorf("%s: %v", line, findings)
			continue
		}
		got := files[0].Tests[0].Steps[0]
		if got.Place.Line != 4 || got.Place.Source == "" {
			t.Errorf("%s: is at %+v", line, got.Place)
		}
		places := cmp.FilterValues(func(format.Place, format.Place) bool { return true }, cmp.Ignore())
		if diff := cmp.Diff(want, got.Deed, places); diff != "" {
			t.Errorf("%s (-want +got):\n%s", line, diff)
		}
	}
}
