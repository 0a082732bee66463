package bot_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// announcing is a program that tells a CRM of opt-outs and of runs that begin and end.
func announcing(e bot.Poster, url string) func(*bot.Options, *fsm.Definition) {
	return func(o *bot.Options, d *fsm.Definition) {
		o.Poster = e
		d.Webhooks = map[string]fsm.Webhook{"crm": {Endpoint: fsm.Endpoint{URL: url, Secret: "TEST_CRM"},
			Events: []fsm.Kind{fsm.SubscriberOptedOut, fsm.WorkflowEntered, fsm.WorkflowFinished}}}
	}
}

// happening is what a webhook is told.
type happening struct {
	ID, Type  string
	Timestamp time.Time
	Data      struct {
		Phone       fsm.Phone
		CustomerIDs []string `json:"customer_ids"`
		Version     uint64
		Workflow    string
	}
}

// posted gives what was posted, in short: "+8s 123 workflow.entered ship", and whether the same thing had the same id and body.
func posted(t *testing.T, e *endpoint, began time.Time) (list []string) {
	t.Helper()
	bodies := map[string]string{}
	posts, at := e.seen()
	for i, p := range posts {
		var h happening
		if err := json.Unmarshal(p.Body, &h); err != nil || h.ID != p.ID {
			t.Errorf("posted %s under %s, %v", p.Body, p.ID, err)
		}
		if body, again := bodies[p.ID]; again && body != string(p.Body) {
			t.Errorf("under %s it said %s, and then %s", p.ID, body, p.Body)
		}
		bodies[p.ID] = string(p.Body)
		list = append(list, fmt.Sprintf("+%s %s %s", at[i].Sub(began).Round(time.Second), h.Data.Phone[len(h.Data.Phone)-3:], h.Type))
	}
	return list
}

// refusing is an endpoint that refuses what is told of some phones as often as it is told; the others it takes.
func refusing(times map[fsm.Phone]int) *endpoint {
	return &endpoint{answer: func(_ context.Context, _ int, p hook.Post) ([]byte, error) {
		for phone, n := range times {
			if strings.Contains(string(p.Body), string(phone)) && n > 0 {
				times[phone]--
				return nil, hook.StatusError(http.StatusServiceUnavailable)
			}
		}
		return nil, nil
	}}
}

// Ensure a webhook is told of each person in order, that one thing which fails holds back that person's alone, and that
// a server that starts anew goes on where the last one was.
func TestWebhookOrder(t *testing.T) {
	t.Setenv("TEST_CRM", "swordfish")
	synctest.Test(t, func(t *testing.T) {
		crm := refusing(map[fsm.Phone]int{anna: 2})
		r := newRig(t, nil, announcing(crm, "https://crm.test/hook")).run()
		began := time.Now()
		r.event(anna, "shipped")
		r.event(ben, "shipped")
		time.Sleep(time.Minute)
		r.stop()
		r = newRig(t, r.store, announcing(crm, "https://crm.test/hook")).run()
		defer r.stop()
		time.Sleep(10 * time.Minute)
		got := posted(t, crm, began)
		slices.Sort(got[:3]) // of several people in no order
		want := "+0s 123 workflow.entered|+0s 124 workflow.entered|+0s 124 workflow.finished|+5s 123 workflow.entered|+5m5s 123 workflow.entered|+5m5s 123 workflow.finished"
		if strings.Join(got, "|") != want {
			t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "|"), want)
		}
		if posts, _ := crm.seen(); posts[0].Secret != "swordfish" || posts[0].URL != "https://crm.test/hook" {
			t.Errorf("posted %+v", posts[0])
		}
	})
}

// Ensure what fails for a day is given up, with an alert, that the next thing goes on, and that it is sent again when
// somebody asks for it.
func TestWebhookGivenUp(t *testing.T) {
	t.Setenv("TEST_CRM", "swordfish")
	synctest.Test(t, func(t *testing.T) {
		crm := refusing(map[fsm.Phone]int{anna: 8})
		r := newRig(t, nil, announcing(crm, "https://crm.test/hook")).run()
		defer r.stop()
		began := time.Now()
		r.event(anna, "shipped")
		time.Sleep(48 * time.Hour)
		want := "+0s 123 workflow.entered|+5s 123 workflow.entered|+5m5s 123 workflow.entered|+35m5s 123 workflow.entered|+2h35m5s 123 workflow.entered|" +
			"+7h35m5s 123 workflow.entered|+17h35m5s 123 workflow.entered|+27h35m5s 123 workflow.entered|+27h35m5s 123 workflow.finished"
		if got := strings.Join(posted(t, crm, began), "|"); got != want {
			t.Errorf("told\n%s\nwant\n%s", got, want)
		}
		list, err := r.engine.Webhooks(t.Context())
		if err != nil || len(list) != 1 || list[0].Dead != 1 || list[0].Taken != 1 || list[0].Waiting != 0 || len(list[0].Letters) != 1 ||
			list[0].Letters[0].Attempts != 8 || list[0].Letters[0].Error != "the endpoint answered 503; 2xx would be right" {
			t.Errorf("Webhooks = %+v, %v", list, err)
		}
		if alerts := r.engine.Alerts(); len(alerts) != 1 || alerts[0].Rule != "webhook" || alerts[0].About != "crm" {
			t.Errorf("the alerts are %+v", alerts)
		}
		n, err := r.engine.RetryWebhook(t.Context(), "crm")
		time.Sleep(10 * time.Minute)
		if posts, _ := crm.seen(); n != 1 || err != nil || len(posts) != 10 || posts[9].ID != posts[0].ID {
			t.Errorf("RetryWebhook = %d, %v; posted %d", n, err, len(posts))
		}
		if alerts := r.engine.Alerts(); len(alerts) != 0 {
			t.Errorf("the alerts are still %+v", alerts)
		}
		if _, err := r.engine.RetryWebhook(t.Context(), "none"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("RetryWebhook of none = %v", err)
		}
	})
}

// Ensure a webhook that answers 410 is left alone, across a start, until another revision is live.
func TestWebhookGone(t *testing.T) {
	t.Setenv("TEST_CRM", "swordfish")
	synctest.Test(t, func(t *testing.T) {
		var mended atomic.Bool
		crm := &endpoint{answer: func(context.Context, int, hook.Post) ([]byte, error) {
			if !mended.Load() {
				return nil, hook.StatusError(http.StatusGone)
			}
			return nil, nil
		}}
		r := newRig(t, nil, announcing(crm, "https://crm.test/hook")).run()
		r.event(anna, "shipped")
		r.event(ben, "shipped")
		time.Sleep(time.Hour)
		r.stop()
		r = newRig(t, r.store, announcing(crm, "https://crm.test/hook")).run()
		defer r.stop()
		time.Sleep(time.Hour)
		if n := crm.count(); n == 0 || n > 2 {
			t.Errorf("it was posted to %d times", n)
		}
		if alerts := r.engine.Alerts(); len(alerts) != 1 || !strings.Contains(alerts[0].Evidence, "410") {
			t.Errorf("the alerts are %+v", alerts)
		}
		mended.Store(true)
		before := crm.count()
		r.engine.SetProgram(another(t, announcing(crm, "https://crm.test/hook")))
		r.engine.Wake()
		time.Sleep(time.Minute)
		if n := crm.count() - before; n != 4 {
			t.Errorf("after the deploy it was posted to %d times, want all 4 things", n)
		}
	})
}

// another is the program of the rig under another revision.
func another(t *testing.T, change func(*bot.Options, *fsm.Definition)) *fsm.Program {
	t.Helper()
	def := definition()
	change(&bot.Options{}, &def)
	p, err := fsm.Compile(def, "another")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Ensure what waits for a webhook that the program names no more is forgotten, and what was to be told of an erased person.
func TestWebhookForgotten(t *testing.T) {
	t.Setenv("TEST_CRM", "swordfish")
	synctest.Test(t, func(t *testing.T) {
		crm := refusing(map[fsm.Phone]int{anna: 99, ben: 99})
		r := newRig(t, nil, announcing(crm, "https://crm.test/hook")).run()
		defer r.stop()
		r.event(anna, "shipped")
		r.event(ben, "shipped")
		time.Sleep(time.Second)
		r.apply(ben, fsm.Erase{By: "kim"})
		waiting := func() (n int64) {
			list, err := r.store.Outboxes(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range list {
				n += o.Waiting
			}
			return n
		}
		if n := waiting(); n != 2 {
			t.Errorf("%d wait, want anna's two", n)
		}
		r.engine.SetProgram(another(t, func(*bot.Options, *fsm.Definition) {}))
		r.engine.Wake()
		time.Sleep(time.Minute)
		if list, err := r.store.Outboxes(t.Context()); len(list) != 0 || err != nil {
			t.Errorf("Outboxes = %+v, %v", list, err)
		}
	})
}

// receiver is a CRM on this machine that refuses the first posts, and checks the signature of each by itself.
type receiver struct {
	t    *testing.T
	mu   sync.Mutex
	fail int
	got  []string
}

func (c *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Error(err)
	}
	signatures := strings.Fields(r.Header.Get("Webhook-Signature"))
	for _, secret := range []string{"swordfish", "shark"} {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(r.Header.Get("Webhook-Id") + "." + r.Header.Get("Webhook-Timestamp") + "."))
		mac.Write(body)
		if !slices.Contains(signatures, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil))) {
			c.t.Errorf("%s is not signed by %s: %q", body, secret, signatures)
		}
	}
	if c.fail > 0 {
		c.fail--
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	var h happening
	if err := json.Unmarshal(body, &h); err != nil {
		c.t.Error(err)
	}
	c.got = append(c.got, fmt.Sprintf("%s %s %v %s", h.Type, h.Data.Phone, h.Data.CustomerIDs, h.Data.Workflow))
}

// Ensure a receiver over HTTP gets what it is told, signed by both secrets while one replaces the other, though it fails
// at first and the server starts anew in between.
func TestWebhookOverHTTP(t *testing.T) {
	t.Setenv("TEST_CRM", "swordfish, shark")
	crm := &receiver{t: t, fail: 1}
	s := httptest.NewServer(crm)
	defer s.Close()
	clock := &bot.OffsetClock{Base: &bot.SystemClock{}}
	on := func(o *bot.Options, _ *fsm.Definition) { o.Clock = clock }
	r := newRig(t, nil, announcing(hook.New(true), s.URL), on)
	settle := func() {
		t.Helper()
		if err := r.engine.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	fact := fsm.Fact{Happened: fsm.Happened{ID: "o1", Type: "shipped", At: fsm.At(clock.Now())}, Customer: "c7"}
	if _, err := r.engine.Apply(ctx, anna, fact); err != nil {
		t.Fatal(err)
	}
	settle()
	r = newRig(t, r.store, announcing(hook.New(true), s.URL), on)
	clock.Advance(clock.Now().Add(6 * time.Second))
	settle()
	want := "workflow.entered +12125550123 [c7] ship|workflow.finished +12125550123 [c7] ship"
	if got := strings.Join(crm.got, "|"); got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}
