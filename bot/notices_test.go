package bot_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/memstore"
)

// chat is a system that is told of alerts.
type chat struct {
	url  string
	fail bool
	got  []string // what it took, by type and text, and what it did not
	ids  []string
}

func newChat(t *testing.T, secret string) *chat {
	t.Helper()
	c := &chat{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte(secret))
		fmt.Fprintf(mac, "%s.%s.%s", r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp"), body)
		if got, want := r.Header.Get("Webhook-Signature"), "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)); got != want {
			t.Errorf("signed %s, want %s", got, want)
		}
		var told struct {
			Type, Text string
			Data       bot.Alert
		}
		if err := json.Unmarshal(body, &told); err != nil || told.Data.Undo == "" || told.Data.Evidence == "" {
			t.Errorf("posted %s: %v", body, err)
		}
		c.ids = append(c.ids, r.Header.Get("Webhook-Id"))
		if c.fail {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		c.got = append(c.got, told.Type+" "+told.Text)
	}))
	t.Cleanup(s.Close)
	c.url = s.URL + "/hook"
	return c
}

// telling makes an engine with a source, whose alerts are posted to a chat.
func telling(t *testing.T, s *memstore.Store, c *chat, clock bot.Clock, off ...string) *rig {
	t.Helper()
	return newRig(t, s, func(o *bot.Options, def *fsm.Definition) {
		def.Sources = map[string]fsm.Source{"shop": {Secret: "SHOP_SECRET", Auth: fsm.Auth{Scheme: "token", Header: "X-Token"},
			Mappings: []fsm.Mapping{{Name: "sold", Event: "sale", Phone: "body.phone"}}}}
		def.Alerts = fsm.Alerts{Endpoint: fsm.Endpoint{URL: c.url}, Off: off}
		if len(off) == 0 {
			def.Alerts.Silence = map[string]time.Duration{"shop": 12 * time.Hour}
		}
		if c.url != "" {
			def.Alerts.Secret = "OPS_SECRET"
		}
		o.Clock, o.Poster = clock, hook.New(true)
	})
}

// Ensure that the begin and the end of an alert are posted, signed, in words and in their order, again where the
// receiver fails, and once though the server starts anew.
func TestNotices(t *testing.T) {
	t.Setenv("OPS_SECRET", "swordfish")
	c := newChat(t, "swordfish")
	s, clock := memstore.New(), &bot.OffsetClock{Base: &bot.SystemClock{}}
	r := telling(t, s, c, clock)
	later := func(d time.Duration) {
		t.Helper()
		clock.Advance(clock.Now().Add(d))
		if err := r.engine.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	r.engine.Heard("shop")
	later(time.Minute)
	later(11 * time.Hour)
	if list := r.engine.Alerts(); len(list) != 0 || len(c.ids) != 0 {
		t.Fatalf("alerts %+v, told %q; the source may be silent", list, c.ids)
	}
	c.fail = true
	later(time.Hour)
	if list := r.engine.Alerts(); len(list) != 1 || list[0].Rule != fsm.AlertSilence || list[0].About != "shop" {
		t.Fatalf("alerts: %+v, want silence of shop", list)
	}
	later(5 * time.Second)
	later(5 * time.Second)
	r = telling(t, s, c, clock) // a restart
	if list := r.engine.Alerts(); len(list) != 1 {
		t.Fatalf("after a restart: %+v", list)
	}
	c.fail = false
	r.engine.Heard("shop")
	later(10 * time.Minute)
	if len(c.got) != 2 || !strings.HasPrefix(c.got[0], "alert.began Acme: something is not as it should be (silence of shop): it posted last at ") ||
		!strings.HasPrefix(c.got[1], "alert.ended Acme: over after ") {
		t.Errorf("told %q", c.got)
	}
	if len(slices.Compact(slices.Clone(c.ids))) != 2 || len(c.ids) != 4 {
		t.Errorf("posted %q; want the first three times, with one id", c.ids)
	}
	if list := r.engine.Alerts(); len(list) != 0 {
		t.Errorf("the source posted, and there is still %+v", list)
	}
}

// Ensure that a receiver that never takes anything is given up, and keeps nothing waiting.
func TestNoticesGivenUp(t *testing.T) {
	t.Setenv("OPS_SECRET", "swordfish")
	c := newChat(t, "swordfish")
	c.fail = true
	clock := &bot.OffsetClock{Base: &bot.SystemClock{}}
	r := telling(t, memstore.New(), c, clock)
	r.engine.Heard("shop")
	for range 60 {
		clock.Advance(clock.Now().Add(15 * time.Minute))
		if err := r.engine.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.ids) != 5 || len(c.got) != 0 {
		t.Errorf("tried %d times", len(c.ids))
	}
}

// Ensure that a rule that is off finds nothing.
func TestAlertOff(t *testing.T) {
	clock := &bot.OffsetClock{Base: &bot.SystemClock{}}
	r := telling(t, memstore.New(), &chat{}, clock, fsm.AlertSilence)
	r.engine.Heard("shop")
	for range 10 {
		clock.Advance(clock.Now().Add(24 * time.Hour))
		if err := r.engine.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if list := r.engine.Alerts(); len(list) != 0 {
		t.Errorf("alerts: %+v", list)
	}
}
