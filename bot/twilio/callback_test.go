package twilio

import (
	"bytes"
	"crypto/rand"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
)

// Ensure a callback's address brings back the message it was made for, whatever its address.
func TestCallback(t *testing.T) {
	c := newCarrier(t, "", func(o *Options) { o.PublicURL = "https://example.com/" })
	rapid.Check(t, func(t *rapid.T) {
		m := fsm.Message{Phone: fsm.Phone(rapid.StringN(1, 20, 60).Draw(t, "phone")), Seq: rapid.Uint64Min(1).Draw(t, "seq")}
		u, err := url.Parse(c.callback(m))
		if err != nil {
			t.Fatal(err)
		}
		if u.Path != StatusPath || u.Host != "example.com" {
			t.Fatal(u)
		}
		if len(TraceOf(u.Query())) > 0 {
			t.Fatal("a text without a trace has one")
		}
		m.Trace = fsm.Trace(trace.New(rand.Reader))
		if u, err = url.Parse(c.callback(m)); err != nil || !bytes.Equal(TraceOf(u.Query()), m.Trace) {
			t.Fatalf("%v has another trace than %x, %v", u, m.Trace, err)
		}
		if phone, seq, err := MessageOf(u.Query()); phone != m.Phone || seq != m.Seq || err != nil {
			t.Fatalf("got %q %d %v", phone, seq, err)
		}
	})
}

// Ensure a query that is none of ours is told from one that is.
func TestMessageOf(t *testing.T) {
	for _, query := range []string{
		"", "phone=%2B1", "seq=1", "phone=&seq=1", "phone=%2B1&seq=0", "phone=%2B1&seq=-1", "phone=%2B1&seq=x",
		"phone=%2B1&seq=18446744073709551616",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := MessageOf(values); err == nil {
			t.Errorf("%q was taken", query)
		}
	}
}
