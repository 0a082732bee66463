package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/bot/token"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

const ada = "+12125550123"

// rig is the API over a store and an engine of its own, at a fixed time.
type rig struct {
	testing.TB
	store   *fragile
	engine  *bot.Engine
	router  *gin.Engine
	options Options
	whole   http.Handler      // the router as the server has it; nil: router alone
	tokens  map[string]string // by scope
	log     *strings.Builder
}

var noon = time.Date(2026, 5, 4, 16, 0, 0, 0, time.UTC) // in New York

type fixed struct{}

func (fixed) Now() time.Time { return noon }

// carrier takes every text.
type carrier struct{ sent atomic.Int64 }

func (*carrier) Name() string { return "fake" }

func (c *carrier) Send(context.Context, fsm.Message) (string, error) {
	c.sent.Add(1)
	return "SM1", nil
}

func (*carrier) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

func (*carrier) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, true, nil
}

// fragile is a store whose updates fail once a number of them has been made.
type fragile struct {
	store.Store
	updates  atomic.Int64
	failFrom int64 // 0: never
}

var errDisk = errors.New("disk full")

func (f *fragile) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	if n := f.updates.Add(1); f.failFrom > 0 && n >= f.failFrom {
		return fsm.Decision{}, errDisk
	}
	return f.Store.Update(ctx, phone, decide)
}

func program() fsm.Definition {
	return fsm.Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "up to 4 msgs/month", DoubleOptIn: true, Settle: time.Minute,
		Senders:    []fsm.Sender{{Address: "+15005550006"}},
		Keywords:   []fsm.Keyword{{Name: "join", Words: []string{"join"}, Does: "opt_in"}, {Name: "agent", Words: []string{"agent"}, Does: "agent"}},
		Attributes: map[string]fsm.Field{"first_name": {Type: fsm.StringType}, "points": {Type: fsm.NumberType}, "vip": {Type: fsm.BoolType}},
		Events: map[string]fsm.EventType{
			"purchase":      {Fields: map[string]fsm.Field{"order": {Type: fsm.StringType, Optional: true}}},
			"back_in_stock": {Watchers: true, Fields: map[string]fsm.Field{"product": {Type: fsm.StringType}}},
		},
		Offers:   map[string]fsm.Offer{"hello": {Code: "HELLO"}, "vip": {Codes: fsm.PoolCodes}},
		Webhooks: map[string]fsm.Webhook{"crm": {Endpoint: fsm.Endpoint{URL: "https://crm.acme.test", Secret: "CRM_SECRET"}, Events: []fsm.Kind{fsm.SubscriberOptedOut}}},
		Workflows: []fsm.Workflow{{
			Name: "care", Class: fsm.Service, Enter: fsm.Enter{On: []string{"purchase"}, Key: "order"},
			Steps: []fsm.Step{{Name: "thanks", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Thank you!"}}}},
		}},
	}
}

func newRig(t testing.TB) *rig {
	t.Helper()
	return rigOver(t, memstore.New())
}

// rigOver is the API over a store.
func rigOver(t testing.TB, s store.Store) *rig {
	t.Helper()
	gin.SetMode(gin.TestMode)
	p, err := fsm.Compile(program(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{TB: t, store: &fragile{Store: s}, router: gin.New(), tokens: map[string]string{}, log: &strings.Builder{}}
	log := slog.New(slog.NewTextHandler(r.log, nil))
	if r.engine, err = bot.New(context.Background(), bot.Options{Store: r.store, Carrier: &carrier{}, Program: p, Clock: fixed{}, Log: log}); err != nil {
		t.Fatal(err)
	}
	for _, s := range token.Scopes() {
		if r.tokens[string(s)], err = token.Create(context.Background(), r.store, token.Token{Name: string(s), Scopes: []token.Scope{s}, Rate: token.MaxRate}, noon); err != nil {
			t.Fatal(err)
		}
	}
	r.options = Options{Engine: r.engine, Store: r.store, Log: log, Version: "test", Explain: &explain.Explainer{
		Store: r.store, Programs: &deploy.Deployer{Store: r.store, Engine: r.engine, Now: r.engine.Now}, Now: r.engine.Now},
		Report: &report.Maker{Store: r.store, Programs: &deploy.Deployer{Store: r.store, Engine: r.engine, Now: r.engine.Now}, Now: r.engine.Now}}
	Register(r.router, r.options)
	return r
}

// answer is what came back.
type answer struct {
	status int
	head   http.Header
	body   string
}

// do sends a request with the token that its road takes.
func (r *rig) do(method, path, body string) answer {
	scope := "write"
	switch {
	case method == http.MethodGet:
		scope = "read"
	case path == "/v1/events":
		scope = "events"
	}
	return r.send(method, path, body, http.Header{"Authorization": {"Bearer " + r.tokens[scope]}, "Content-Type": {"application/json"}})
}

func (r *rig) send(method, path, body string, head http.Header) answer {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header = head
	w := httptest.NewRecorder()
	if r.whole != nil {
		r.whole.ServeHTTP(w, req)
	} else {
		r.router.ServeHTTP(w, req)
	}
	got, err := io.ReadAll(w.Result().Body)
	if err != nil {
		r.Fatal(err)
	}
	return answer{w.Code, w.Result().Header, string(got)}
}

// must sends a request that has to go well.
func (r *rig) must(method, path, body string) answer {
	r.Helper()
	a := r.do(method, path, body)
	if a.status != http.StatusOK {
		r.Fatalf("%s %s %s: %d %s", method, path, body, a.status, a.body)
	}
	return a
}

// texts lets the person text.
func (r *rig) texts(phone fsm.Phone, id, body string) {
	r.Helper()
	err := r.engine.Receive(context.Background(), bot.Received{From: phone, Inbound: fsm.Inbound{ID: id, Sender: "+15005550006", Body: body}})
	if err != nil {
		r.Fatal(err)
	}
}

// hold stores a marketing hold.
func (r *rig) hold(phone fsm.Phone) {
	r.Helper()
	_, err := r.store.Update(context.Background(), phone, func(v store.View) (fsm.Decision, error) {
		next := v.Record()
		next.Version++
		next.Hold = &fsm.Hold{Reason: "may want no more", Since: fsm.At(noon)}
		if next.State == "" {
			next.State = fsm.Unknown
		}
		return fsm.Decision{At: fsm.At(noon), Next: next, Cause: "test"}, nil
	})
	if err != nil {
		r.Fatal(err)
	}
}

// record is what is stored of a phone; of one never seen it is empty.
func (r *rig) record(phone fsm.Phone) fsm.Record {
	r.Helper()
	rec, err := r.store.Record(context.Background(), phone)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		r.Fatal(err)
	}
	return rec
}

// decoded reads an answer's JSON.
func decoded[T any](t testing.TB, a answer) T {
	t.Helper()
	var v T
	dec := json.NewDecoder(strings.NewReader(a.body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	return v
}
