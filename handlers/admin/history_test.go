package admin

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// Ensure that a history has everybody's rows within its time, and says that it is whole, or why not.
func TestHistory(t *testing.T) {
	s := memstore.New()
	for n := range 3 {
		for _, phone := range []fsm.Phone{"+12125550123", "+12125550124"} {
			at := fsm.Moment(n+1) * 1000
			_, err := s.Update(t.Context(), phone, func(v store.View) (fsm.Decision, error) {
				next := v.Record()
				next.Version, next.Seq = next.Version+1, next.Seq+1
				return fsm.Decision{At: at, Next: next, Cause: "test", Messages: []fsm.Message{{Phone: phone, Seq: next.Seq, At: at, Body: "hello"}},
					Event: fsm.Fact{Happened: fsm.Happened{ID: "e1", Type: "seen", At: 5}}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	server := httptest.NewServer(New(Deps{Store: s}))
	defer server.Close()
	for query, want := range map[string]struct {
		rows  int
		row   string
		whole bool
	}{
		`what=events&since=null&until=null`:                                       {6, `"type":"seen","at":"1970-01-01T00:00:00.005Z","recorded_at":"1970-01-01T00:00:01Z"`, true},
		`what=journal&since=null&until="1970-01-01T00:00:03Z"`:                    {4, `"cause":"test"`, true},
		`what=messages&since="1970-01-01T00:00:02Z"&until="1970-01-01T00:00:03Z"`: {2, `"body":"hello"`, true},
		`what=secrets&since=null&until=null`:                                      {0, "", false},
	} {
		res, err := http.Get(server.URL + "/history?" + strings.ReplaceAll(query, `"`, "%22"))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		done := res.Trailer.Get(HistoryDone)
		if n := strings.Count(string(body), "\n"); err != nil || n != want.rows || !strings.Contains(string(body), want.row) || (done == "ok") != want.whole {
			t.Errorf("%s: %d rows, %q, %v: %s", query, n, done, err, body)
		}
	}
}
