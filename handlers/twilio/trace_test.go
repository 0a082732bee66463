package twilio

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
	router "github.com/parley-sms/parley/handlers"
	"github.com/parley-sms/parley/store/memstore"
)

// pages keeps lines that several goroutines write.
type pages struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (p *pages) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.Write(b)
}

func (p *pages) lines() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Split(strings.TrimSpace(p.b.String()), "\n")
}

// Ensure that one id leads from a text that comes in over its answer and the carrier's call to the delivery report.
func TestTraceRoad(t *testing.T) {
	var web http.Handler
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { web.ServeHTTP(w, r) }))
	defer front.Close()
	fake, c := newFake(t, &rig{url: front.URL}, faketwilio.Options{})
	program, err := fsm.Compile(fsm.Definition{Brand: "Acme", Contact: "help@acme.test", Frequency: "few msgs",
		Senders: []fsm.Sender{{Address: ours, Kind: fsm.LongCode, Pace: 1000, StopReply: "parley"}}}, "test")
	if err != nil {
		t.Fatal(err)
	}
	written, s := &pages{}, memstore.New()
	log := slog.New(trace.Handler(slog.NewTextHandler(written, &slog.HandlerOptions{Level: slog.LevelDebug})))
	engine, err := bot.New(t.Context(), bot.Options{Store: s, Carrier: c, Program: program, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	if web, err = router.New(log, func(r gin.IRouter) error {
		return Register(r, Options{PublicURLs: []string{public}, Tokens: []string{token}, Engine: engine, Log: log})
	}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := engine.Settle(ctx); err != nil { // the carrier's texts are listed before there is any
		t.Fatal(err)
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		engine.Run(running)
		close(ended)
	}()
	if _, acked := fake.Text(ctx, phone, ours, "HELP", nil); !acked {
		t.Fatal("not acknowledged")
	}
	var rows []fsm.Message
	reported := func() bool {
		rows, err = s.Messages(ctx, phone, 0, 10)
		return err != nil || len(rows) == 2 && rows[0].Status == "delivered"
	}
	if err := fake.Await(ctx, reported); err != nil {
		t.Fatal(err)
	}
	stop()
	<-ended
	if err != nil || len(rows) != 2 || rows[0].Status != "delivered" || len(rows[0].Trace) == 0 || !bytes.Equal(rows[0].Trace, rows[1].Trace) {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	id, found := " trace="+trace.ID(rows[0].Trace).String(), map[string]bool{}
	for _, line := range written.lines() {
		if strings.HasSuffix(line, id) {
			found[line] = true
		}
	}
	for _, want := range []string{"route=" + MessagesPath, `cause="inbound`, `msg="handed over"`, "outcome=accepted", "route=/webhooks/twilio/status", `cause="status`} {
		ok := false
		for line := range found {
			ok = ok || strings.Contains(line, want)
		}
		if !ok {
			t.Errorf("no line with %s has%s:\n%s", want, id, strings.Join(written.lines(), "\n"))
		}
	}
}
