package links

import (
	"context"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/memstore"
)

// handset is a carrier that hands every text over to the test.
type handset chan string

func (handset) Name() string { return "fake" }

func (h handset) Send(_ context.Context, m fsm.Message) (string, error) {
	h <- m.Body
	return "SM" + m.Body, nil
}

func (handset) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

func (handset) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, true, nil
}

// shipping texts a link, waits until it is opened, and then thanks.
func shipping() fsm.Definition {
	anyHour := []fsm.Window{{Days: [7]bool{true, true, true, true, true, true, true}, From: 0, To: 24 * 60}}
	text := func(s string) []fsm.TextCase { return []fsm.TextCase{{Text: s}} }
	return fsm.Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "few msgs", Senders: []fsm.Sender{{Address: "+15005550006", Pace: 100}}, Quiet: anyHour,
		Events: map[string]fsm.EventType{"shipped": {}}, Links: fsm.Links{Allow: []string{"acme.test"}},
		Workflows: []fsm.Workflow{{Name: "ship", Class: fsm.Service, Enter: fsm.Enter{On: []string{"shipped"}}, Steps: []fsm.Step{
			{Name: "note", Kind: fsm.SendStep, Texts: text("Track it: {{ 'https://www.acme.test/track?n=1' | link }}")},
			{Name: "look", Kind: fsm.WaitForStep, Events: []fsm.EventWay{{On: "clicked"}}, Timeout: time.Hour, OnTimeout: "end"},
			{Name: "thanks", Kind: fsm.SendStep, Texts: text("Thank you for looking.")},
			{Name: "end", Kind: fsm.ExitStep},
		}}},
	}
}

// serve runs an engine and the links of its texts, over real connections.
func serve(t *testing.T) (*bot.Engine, *bot.OffsetClock, handset, *httptest.Server) {
	t.Helper()
	p, err := fsm.Compile(shipping(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	clock := &bot.OffsetClock{Base: &bot.SystemClock{}}
	s, h, log := memstore.New(), make(handset, 8), slog.New(slog.DiscardHandler)
	engine, err := bot.New(t.Context(), bot.Options{Store: s, Carrier: h, Program: p, Log: log, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	gin.SetMode(gin.TestMode)
	router := gin.New()
	Register(router, Options{Engine: engine, Store: s, Log: log})
	server := httptest.NewServer(router)
	engine.ServeLinks(server.URL + Path)
	ctx, stop := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { engine.Run(ctx) })
	t.Cleanup(func() {
		server.Close()
		stop()
		ended.Wait()
	})
	return engine, clock, h, server
}

// Ensure the link of a text leads where the text says, and that opening it lets the workflow go on, once.
func TestClickGoesOn(t *testing.T) {
	engine, clock, texts, server := serve(t)
	shipped := fsm.Fact{Happened: fsm.Happened{ID: "s1", Type: "shipped", At: fsm.At(time.Now())}}
	if _, err := engine.Apply(t.Context(), ada, shipped); err != nil {
		t.Fatal(err)
	}
	_, address, found := strings.Cut(<-texts, "Track it: ")
	if !found || !strings.HasPrefix(address, server.URL+Path) {
		t.Fatalf("texted %q", address)
	}
	clock.Advance(engine.Now().Add(tooSoon)) // while it is read
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 2 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header = tapped(browser)
		answer, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusFound || answer.Header.Get("Location") != "https://www.acme.test/track?n=1" {
			t.Errorf("answered %d %v", answer.StatusCode, answer.Header)
		}
	}
	if got := <-texts; got != "Thank you for looking." {
		t.Errorf("texted %q", got)
	}
	counters, err := engine.Store.Counters(t.Context())
	if counters["clicked"] != 1 || err != nil {
		t.Errorf("%d clicks, %v, want one", counters["clicked"], err)
	}
}
