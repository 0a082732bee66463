package phone_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	handset "github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/handlers/phone"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

const anna = "+12125550123"

// noon is where the rig's time begins: a Tuesday in New York.
var noon = time.Date(2026, 3, 3, 17, 0, 0, 0, time.UTC)

// since is a clock that goes on from noon.
type since struct{ began time.Time }

func (s since) Now() time.Time { return noon.Add(time.Since(s.began)) }

// rig is the demo program on the test phone, behind the server's own router.
type rig struct {
	*testing.T
	web   http.Handler
	phone *handset.Phone
}

func newRig(t *testing.T) *rig {
	t.Helper()
	return newRigOver(t, memstore.New())
}

func newRigOver(t *testing.T, s store.Store) *rig {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	demo, findings := program.Check(program.Demo())
	if demo == nil {
		t.Fatal(findings)
	}
	p, err := handset.New(handset.Options{Clock: &bot.OffsetClock{Base: since{time.Now()}}, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := bot.New(t.Context(), bot.Options{Store: s, Carrier: p, Program: demo, Clock: clock{p}, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	p.OnText = engine.Receive
	p.OnStatus = func(ctx context.Context, n fsm.Phone, s fsm.Status) error { return engine.Report(ctx, n, s) }
	web, err := handlers.New(log, func(r gin.IRouter) error {
		phone.Register(r.Group("", handlers.SameOrigin()), phone.Deps{Engine: engine, Store: s, Phone: p, Log: log})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { engine.Run(ctx) })
	t.Cleanup(func() {
		stop()
		ended.Wait()
		_ = p.Close()
	})
	return &rig{T: t, web: web, phone: p}
}

// clock is the test phone's.
type clock struct{ *handset.Phone }

// request is one request; only what it needs is set.
type request struct {
	method, path, kind, accept, origin, body string
}

func (r *rig) do(q request) *httptest.ResponseRecorder {
	r.Helper()
	method := q.method
	if method == "" {
		method = http.MethodGet
	}
	req := httptest.NewRequestWithContext(r.Context(), method, q.path, strings.NewReader(q.body))
	for name, value := range map[string]string{"Content-Type": q.kind, "Accept": q.accept, "Origin": q.origin} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	r.web.ServeHTTP(w, req)
	return w
}

const (
	jsonKind = "application/json"
	formKind = "application/x-www-form-urlencoded"
)

// post posts a JSON object and reads the answer, which must be a 200.
func (r *rig) post(path string, says map[string]string) map[string]any {
	r.Helper()
	body, err := json.Marshal(says)
	if err != nil {
		r.Fatal(err)
	}
	w := r.do(request{method: http.MethodPost, path: path, kind: jsonKind, body: string(body)})
	if w.Code != http.StatusOK {
		r.Fatalf("post %s to %s: %d %s", body, path, w.Code, w.Body)
	}
	return r.object(w)
}

func (r *rig) object(w *httptest.ResponseRecorder) map[string]any {
	r.Helper()
	var o map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil {
		r.Fatalf("%v in %s", err, w.Body)
	}
	return o
}

// text texts as a number, and gives the state after it.
func (r *rig) text(from, body string) string {
	r.Helper()
	a := r.post("/phone/messages", map[string]string{"from": from, "body": body})
	if a["stored"] != true || a["settled"] != true {
		r.Errorf("%q was answered %v, want it stored and settled", body, a)
	}
	return a["state"].(string)
}

// shown is what a handset shows, as a script reads it.
type shown struct {
	State    string
	Messages []struct {
		Direction, Body, Name, Status, Code string
		Reached                             bool
	}
}

func (r *rig) shown(number, query string) shown {
	r.Helper()
	w := r.do(request{path: "/phone/messages?number=" + url.QueryEscape(number) + query})
	if w.Code != http.StatusOK {
		r.Fatalf("list the texts: %d %s", w.Code, w.Body)
	}
	var s shown
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil {
		r.Fatal(err)
	}
	return s
}

// thread writes a handset's texts line by line: what was texted, and the names of what came.
func (r *rig) thread(number string) []string {
	r.Helper()
	var list []string
	for _, m := range r.shown(number, "").Messages {
		if m.Direction == "inbound" {
			list = append(list, "> "+m.Body)
		} else {
			list = append(list, "< "+m.Name)
		}
	}
	return list
}

func (r *rig) wantThread(number string, want ...string) {
	r.Helper()
	if got := r.thread(number); strings.Join(got, "\n") != strings.Join(want, "\n") {
		r.Errorf("the handset shows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
