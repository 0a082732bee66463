package twilio

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

const (
	phone   = fsm.Phone("+12025550123")
	ours    = "+12025550100"
	service = "MG00000000000000000000000000000001"
)

// rig is a carrier before a fake Twilio.
type rig struct {
	*Carrier
	fake *faketwilio.Server
	url  string
}

func newRig(t *testing.T, fake faketwilio.Options, change ...func(*Options)) *rig {
	t.Helper()
	server := faketwilio.New(fake)
	ts := httptest.NewServer(server)
	t.Cleanup(func() {
		server.Close()
		ts.Close()
	})
	return &rig{newCarrier(t, ts.URL, change...), server, ts.URL}
}

// newCarrier makes a carrier for an API that is somewhere else.
func newCarrier(t *testing.T, base string, change ...func(*Options)) *Carrier {
	t.Helper()
	transport := newTransport()
	t.Cleanup(transport.CloseIdleConnections)
	o := Options{
		AccountSID: faketwilio.DefaultAccountSID, Tokens: []string{faketwilio.DefaultAuthToken},
		BaseURL: base, Transport: transport,
	}
	for _, f := range change {
		f(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answering is a carrier before a server that answers everything in one way.
func answering(t *testing.T, answer http.HandlerFunc) *Carrier {
	t.Helper()
	ts := httptest.NewServer(answer)
	t.Cleanup(ts.Close)
	return newCarrier(t, ts.URL)
}

// saying answers with a status and a body.
func saying(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func text(body string) fsm.Message {
	return fsm.Message{Phone: phone, Seq: 7, Out: true, Sender: ours, Body: body, ValidFor: 3600}
}

// soon is a context that ends before a test would.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}
