package twilio

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/faketwilio"
	carrier "github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm"
)

// public is an address that only the outside knows, behind a proxy that cuts a path off.
const public = "https://sms.example.com:8443/parley"

// newFake is a Twilio that posts to the webhooks, and a carrier that sends through it.
func newFake(t *testing.T, g *rig, o faketwilio.Options) (*faketwilio.Server, *carrier.Carrier) {
	t.Helper()
	o.InboundURL = public + MessagesPath
	o.Rewrite = func(signed string) string { return g.url + strings.TrimPrefix(signed, public) }
	fake := faketwilio.New(o)
	ts := httptest.NewServer(fake)
	t.Cleanup(func() {
		fake.Close()
		ts.Close()
	})
	c, err := carrier.New(carrier.Options{
		AccountSID: faketwilio.DefaultAccountSID, Tokens: []string{token}, BaseURL: ts.URL, PublicURL: public,
	})
	if err != nil {
		t.Fatal(err)
	}
	return fake, c
}

func behindProxy(o *Options) { o.PublicURLs = []string{"https://old.example.com", public} }

// Ensure a text comes in from the carrier behind a proxy, once, with its spaces, and the list shows
// it under the same id, address and words.
func TestInboundRoad(t *testing.T) {
	g := newRig(t, behindProxy)
	fake, c := newFake(t, g, faketwilio.Options{Faults: faketwilio.Faults{InboundRepeated: 1}})
	start := time.Now()
	sid, acked := fake.Text(t.Context(), phone, ours, " ¡Hola! 😀 & = + % ; \n", url.Values{"NewParameter": {"new"}})
	if !acked || !fake.Redeliver(t.Context(), sid) {
		t.Fatal("not acknowledged")
	}
	got := g.taken()
	if len(got) != 1 || got[0].Params["NewParameter"] != "new" || len(fake.Accepted()) != 0 {
		t.Fatalf("got %+v, the phone %+v", got, fake.Accepted())
	}
	for listed, err := range c.Inbound(t.Context(), start) {
		if err != nil {
			t.Fatal(err)
		}
		listed.Reconciled, listed.SentAt, listed.Params = false, 0, got[0].Params
		if diff := cmp.Diff(got, []bot.Received{listed}); diff != "" {
			t.Error(diff)
		}
	}
}

// Ensure a text that is not stored is not acknowledged, and is when it comes again.
func TestInboundRoadBroken(t *testing.T) {
	g := newRig(t, behindProxy)
	fake, _ := newFake(t, g, faketwilio.Options{})
	g.fail(errors.New("disk full"))
	sid, acked := fake.Text(t.Context(), phone, ours, "STOP", nil)
	g.fail(nil)
	if again := fake.Redeliver(t.Context(), sid); acked || !again || len(g.taken()) != 1 {
		t.Errorf("acknowledged %v, then %v, taken %+v", acked, again, g.taken())
	}
}

// Ensure while tokens rotate posts signed with the old one are taken, and with a stranger's are not.
func TestRotationRoad(t *testing.T) {
	g := newRig(t, behindProxy, func(o *Options) { o.Tokens = []string{"new", token} })
	old, _ := newFake(t, g, faketwilio.Options{})
	strange, _ := newFake(t, g, faketwilio.Options{AuthToken: "strange"})
	_, fromOld := old.Text(t.Context(), phone, ours, "Hi", nil)
	_, fromStranger := strange.Text(t.Context(), phone, ours, "Hi", nil)
	if !fromOld || fromStranger || len(g.taken()) != 1 || <-g.refused != "signature" {
		t.Errorf("the old token %v, a strange one %v, taken %+v", fromOld, fromStranger, g.taken())
	}
}

// Ensure the reports of a text find it by the id that its request carried, also where they come
// before the answer to it and twice.
func TestStatusRoad(t *testing.T) {
	g := newRig(t, behindProxy)
	fake, c := newFake(t, g, faketwilio.Options{Faults: faketwilio.Faults{CallbackEarly: 1, CallbackRepeated: 1}})
	sid, err := c.Send(t.Context(), fsm.Message{Phone: phone, Seq: 1 << 60, Sender: ours, Body: "Hi"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := fake.Await(ctx, func() bool { return fake.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
	want := []report{
		{phone, fsm.Status{Seq: 1 << 60, SID: sid, Status: "sent"}}, {phone, fsm.Status{Seq: 1 << 60, SID: sid, Status: "sent"}},
		{phone, fsm.Status{Seq: 1 << 60, SID: sid, Status: "delivered"}}, {phone, fsm.Status{Seq: 1 << 60, SID: sid, Status: "delivered"}},
	}
	if diff := cmp.Diff(want, g.reported()); diff != "" {
		t.Error(diff)
	}
}
