package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

// Ensure an event sent twice is answered twice the same and counts once, also where it says something else the
// second time.
func TestEventTwice(t *testing.T) {
	r := newRig(t)
	const e = `{"id":"e1","type":"purchase","phone":"+12125550123","customer_id":"c1","at":"2026-05-04T15:59:00Z","data":{"value":20,"gift":true,"note":null}}`
	first, again := r.must("POST", "/v1/events", e), r.must("POST", "/v1/events", strings.Replace(e, "\"value\":20", "\"value\":99", 1))
	if first.body != `{"id":"e1","status":"accepted"}` || again.body != first.body || again.head.Get("Idempotent-Replayed") != "true" {
		t.Errorf("%s, then %s", first.body, again.body)
	}
	rec := r.record(ada)
	want := []fsm.Happened{{ID: "e1", Type: "purchase", At: fsm.At(noon) - 60_000, Data: map[string]any{"value": 20.0, "gift": true}}}
	if diff := cmp.Diff(want, rec.Events); diff != "" || rec.Orders.Count != 1 || rec.Version != 1 {
		t.Errorf("%d orders, version %d %s", rec.Orders.Count, rec.Version, diff)
	}
}

// batch posts lines over a real connection and reads the verdicts.
func (r *rig) batch(lines io.Reader) []verdict {
	r.Helper()
	server := httptest.NewServer(r.router)
	defer server.Close()
	return r.post(server, lines)
}

// post posts lines to a server and reads the verdicts.
func (r *rig) post(server *httptest.Server, lines io.Reader) []verdict {
	r.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, server.URL+"/v1/events", lines)
	if err != nil {
		r.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {"Bearer " + r.tokens["events"]}, "Content-Type": {"application/x-ndjson"}}
	res, err := server.Client().Do(req)
	if err != nil {
		r.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/x-ndjson" {
		body, _ := io.ReadAll(res.Body)
		r.Fatalf("%d %s", res.StatusCode, body)
	}
	return verdicts(r.TB, res.Body)
}

func verdicts(t testing.TB, in io.Reader) []verdict {
	var list []verdict
	for lines := bufio.NewScanner(in); lines.Scan(); {
		var v verdict
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		list = append(list, v)
	}
	return list
}

// Ensure each line of a batch has a verdict of its own, in order, and bad lines harm no others.
func TestBatch(t *testing.T) {
	r := newRig(t)
	one := `{"id":"e1","type":"purchase","phone":"+12125550123"}`
	lines := strings.Join([]string{
		one, ``, one, `{`, `{"id":"e2","type":"purchase","phone":"+12125550124"}` + "\r",
		`{"id":"e3","type":"` + strings.Repeat("x", maxBody) + `"}`, `{"id":"e4","type":"opted_in","phone":"+12125550123"}`,
		`{"id":"e5","type":"purchase","phone":"+12125550123"}`,
	}, "\n")
	var got []string
	for _, v := range r.batch(strings.NewReader(lines)) {
		status := 0
		if v.Problem != nil {
			status = v.Problem.Status
		}
		got = append(got, fmt.Sprintf("%d %s %s %d", v.Line, v.ID, v.Status, status))
	}
	want := []string{"1 e1 accepted 0", "3 e1 known 0", "4  refused 400", "5 e2 accepted 0", "6  refused 413", "7 e4 refused 422", "8 e5 accepted 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n, m := r.record(ada).Orders.Count, r.record("+12125550124").Orders.Count; n != 2 || m != 1 {
		t.Errorf("%d and %d orders", n, m)
	}
}

// Ensure a long batch is taken whole, each phone's events in their order.
func TestLongBatch(t *testing.T) {
	const lines, phones = 10_000, 2500
	r := newRig(t)
	var all strings.Builder
	for i := range lines {
		fmt.Fprintf(&all, `{"id":"e%d","type":"seen","phone":"+1212555%04d","data":{"n":%d}}`+"\n", i, i%phones, i)
	}
	got := r.batch(struct{ io.Reader }{strings.NewReader(all.String())}) // of unknown length: sent in chunks
	if len(got) != lines {
		t.Fatalf("%d verdicts", len(got))
	}
	for i, v := range got {
		if v.Line != i+1 || v.ID != fmt.Sprintf("e%d", i) || v.Status != accepted {
			t.Fatalf("line %d: %+v", i+1, v)
		}
	}
	for i := range phones {
		rec := r.record(fsm.Phone(fmt.Sprintf("+1212555%04d", i)))
		last := rec.Events[len(rec.Events)-1]
		if rec.Version != lines/phones || last.Data["n"] != float64(lines-phones+i) {
			t.Fatalf("%s: version %d, last %v", rec.Phone, rec.Version, last)
		}
	}
}

// Ensure a client that reads nothing until it has sent all is served: more is sent, and more is
// told, than fits between the two.
func TestBatchUnread(t *testing.T) {
	const lines = 12_000
	r := newRig(t)
	server := httptest.NewServer(r.router)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.(*net.TCPConn).SetReadBuffer(256 << 10); err != nil {
		t.Fatal(err)
	}
	line := `{"` + strings.Repeat("😀", maxID) + `":1}` + strings.Repeat(" ", 2000) + "\n"
	fmt.Fprintf(conn, "POST /v1/events HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n",
		r.tokens["events"], lines*len(line))
	for range lines / 100 {
		if _, err := io.WriteString(conn, strings.Repeat(line, 100)); err != nil {
			t.Fatal(err)
		}
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := verdicts(t, res.Body)
	if len(got) != lines || got[lines-1].Line != lines || got[lines-1].Status != refused {
		t.Errorf("%d verdicts", len(got))
	}
	_ = res.Body.Close()
}

// Ensure a batch ends after as many lines as it may have, and says so.
func TestBatchTooLong(t *testing.T) {
	r := newRig(t)
	got := r.batch(strings.NewReader("{" + strings.Repeat("\n", maxLines) + "{\n{\n"))
	if n := len(got); n != 2 || got[0].Status != refused || got[1].Line != maxLines+1 || got[1].Status != failed || got[1].Problem.Status != 413 {
		t.Errorf("%+v", got)
	}
}

// Ensure verdicts are told while the batch is still being sent.
func TestBatchStreams(t *testing.T) {
	r := newRig(t)
	server := httptest.NewServer(r.router)
	defer server.Close()
	in, out := io.Pipe()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, server.URL+"/v1/events", in)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {"Bearer " + r.tokens["events"]}, "Content-Type": {"application/x-ndjson"}}
	go func() { _, _ = io.WriteString(out, `{"id":"e0","type":"seen","phone":"+12125550123"}`+"\n") }()
	res, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	told := bufio.NewReader(res.Body)
	for i := range 3 {
		line, err := told.ReadString('\n')
		if want := fmt.Sprintf(`{"line":%d,"id":"e%d","status":"accepted"}`+"\n", i+1, i); line != want || err != nil {
			t.Fatalf("%v: %s, want %s", err, line, want)
		}
		if i < 2 {
			if _, err := fmt.Fprintf(out, `{"id":"e%d","type":"seen","phone":"+12125550123"}`+"\n", i+1); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = out.Close()
	if rest, err := io.ReadAll(told); len(rest) > 0 || err != nil {
		t.Errorf("%v: more came: %s", err, rest)
	}
	_ = res.Body.Close()
}

// Ensure a batch ends where the store fails: at its first line as a whole, later with a verdict.
func TestBatchStoreFails(t *testing.T) {
	const lines = `{"id":"e1","type":"seen","phone":"+12125550123"}` + "\n" + `{"id":"e2","type":"seen","phone":"+12125550123"}` + "\n"
	head := func(r *rig) http.Header {
		return http.Header{"Authorization": {"Bearer " + r.tokens["events"]}, "Content-Type": {"application/x-ndjson"}}
	}
	r := newRig(t)
	r.store.failFrom = 1
	if a := r.send("POST", "/v1/events", lines, head(r)); a.status != 503 || a.head.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", a.status, a.body)
	}
	r.store.updates.Store(0)
	r.store.failFrom = 2
	a := r.send("POST", "/v1/events", lines, head(r))
	got := verdicts(t, strings.NewReader(a.body))
	if len(got) != 2 || got[0].Status != accepted || got[1].Status != failed || got[1].Problem.Status != 503 {
		t.Errorf("%d %s", a.status, a.body)
	}
	r.store.failFrom = 0
	a = r.send("POST", "/v1/events", lines, head(r))
	if rec := r.record(ada); a.status != 200 || rec.Version != 2 || rec.Events[0].ID != "e2" {
		t.Errorf("sent again: %d %s, version %d", a.status, a.body, rec.Version)
	}
}

// Ensure a batch that breaks off says from which line on it must be sent again.
func TestBatchBreaksOff(t *testing.T) {
	r := newRig(t)
	whole := `{"id":"e1","type":"seen","phone":"+12125550123"}` + "\n"
	req := httptest.NewRequest(http.MethodPost, "/v1/events", io.MultiReader(strings.NewReader(whole+`{"id":"e2"`), broken{}))
	req.Header = http.Header{"Authorization": {"Bearer " + r.tokens["events"]}, "Content-Type": {"application/x-ndjson"}}
	w := httptest.NewRecorder()
	r.router.ServeHTTP(w, req)
	got := verdicts(t, w.Body)
	if len(got) != 2 || got[0].Status != accepted || got[1].Line != 2 || got[1].Status != failed || !strings.Contains(got[1].Problem.Detail, "again") {
		t.Errorf("%+v", got)
	}
}

// Ensure that a client that goes away in the middle can send all of it again: what had come counts once.
func TestBatchAbandoned(t *testing.T) {
	const lines = 3000
	r := newRig(t)
	var all strings.Builder
	for i := range lines {
		fmt.Fprintf(&all, `{"id":"e%d","type":"purchase","phone":"+1212555%04d","data":{"order":"o%d"}}`+"\n", i, i%500, i)
	}
	server := httptest.NewServer(r.router)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST /v1/events HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n%s",
		r.tokens["events"], all.Len(), all.String()[:all.Len()/2])
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	server.Close() // waits for what had come
	known := 0
	for i, v := range r.batch(strings.NewReader(all.String())) {
		if v.Status == repeated {
			known++
		} else if v.Status != accepted {
			t.Fatalf("line %d: %+v", i+1, v)
		}
	}
	for i := range 500 {
		if n := r.record(fsm.Phone(fmt.Sprintf("+1212555%04d", i))).Orders.Count; n != lines/500 {
			t.Fatalf("person %d has %d orders, of %d events that came twice", i, n, known)
		}
	}
}

// broken is a connection that broke.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
