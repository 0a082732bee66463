package history_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot/history"
	"github.com/parley-sms/parley/fsm"
)

// Ensure tables hold what rows say, and that nothing in them is taken for a formula by a spreadsheet.
func TestTable(t *testing.T) {
	for _, c := range []struct {
		what history.What
		row  any
		want [][]string
	}{
		{history.Events, history.Event{Phone: "+12125550123", ID: "=1+1", Type: "purchase", At: 1000, Taken: 2000, Data: map[string]any{"value": 4.5}},
			[][]string{{"+12125550123", "'=1+1", "purchase", "1970-01-01T00:00:01Z", "1970-01-01T00:00:02Z", `{"value":4.5}`}}},
		{history.Messages, fsm.Message{Phone: "+12125550123", Seq: 3, At: 1000, Sender: "+12125550100", Body: "@SUM(A1), \"please\"\nnow", Meaning: "unmatched", SID: "SM1", Trace: fsm.Trace("0123456789abcdef")},
			[][]string{{"+12125550123", "3", "in", "1970-01-01T00:00:01Z", "+12125550100", "'@SUM(A1), \"please\"\nnow", "", "", "", "", "", "", "", "", "", "", "unmatched", "SM1"}}},
		{history.Journal, fsm.Entry{Phone: "+12125550123", Version: 7, At: 1000, Cause: "pull", Lines: []fsm.Line{
			{Event: "wait:cart.offer", From: "subscribed", To: "subscribed", Run: 2, Why: "-quiet hours", Verdict: &fsm.Verdict{Guard: "quiet"}}, {Event: "exit:cart"}}},
			[][]string{{"+12125550123", "7", "1970-01-01T00:00:01Z", "pull", "wait:cart.offer", "subscribed", "subscribed", "2", "", "'-quiet hours", "quiet", ""},
				{"+12125550123", "7", "1970-01-01T00:00:01Z", "pull", "exit:cart", "", "", "", "", "", "", ""}}},
	} {
		var in, out bytes.Buffer
		if err := json.NewEncoder(&in).Encode(c.row); err != nil {
			t.Fatal(err)
		}
		table, err := history.NewTable(&out, c.what)
		if err == nil {
			err = table.Read(&in)
		}
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, rows[1:]); diff != "" || len(rows[0]) != len(rows[1]) {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
	table, err := history.NewTable(&bytes.Buffer{}, history.Events)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Read(strings.NewReader(`{"phone":`)); err == nil {
		t.Error("half a row is taken for one")
	}
}
