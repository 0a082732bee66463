package hook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func post(url string) Post {
	return Post{URL: url, Secret: "swordfish", ID: "+12125550123/7/loyalty", At: time.Unix(1_700_000_000, 5), Body: []byte(`{"a":1}`)}
}

// Ensure that a call says what Standard Webhooks say, signed by its secret, and that its answer's body
// comes back.
func TestDo(t *testing.T) {
	var head http.Header
	var body []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head = r.Header.Clone()
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"type":"tier"}`)
	}))
	defer s.Close()
	p := post(s.URL + "/hook?x=1")
	answer, err := New(true).Do(t.Context(), p)
	if string(answer) != `{"type":"tier"}` || err != nil {
		t.Errorf("Do = %q, %v", answer, err)
	}
	mac := hmac.New(sha256.New, []byte("swordfish"))
	fmt.Fprintf(mac, "%s.1700000000.%s", p.ID, body)
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Idempotency-Key": p.ID, "Webhook-Id": p.ID, "Webhook-Timestamp": "1700000000",
		"Webhook-Signature": "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	} {
		if got := head.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if string(body) != string(p.Body) {
		t.Errorf("posted %q", body)
	}
}

// Ensure that signatures are those of Standard Webhooks' own example, and that a secret that is none
// signs nothing.
func TestSign(t *testing.T) {
	head := http.Header{}
	at := time.Unix(1614265330, 0)
	err := sign(head, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, []byte(`{"test": 2432232314}`), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if got := head.Get("Webhook-Signature"); got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" || err != nil {
		t.Errorf("signed %q, %v", got, err)
	}
	if err := sign(head, "id", at, nil, "whsec_!"); err == nil {
		t.Error("a secret that is no base64 signed")
	}
	bare := http.Header{}
	if err := sign(bare, "id", at, nil, ""); bare.Get("Webhook-Signature") != "" || bare.Get("Webhook-Id") != "id" || err != nil {
		t.Errorf("without a secret: %v, %v", bare, err)
	}
}

// Ensure that everything but a whole answer of 2xx is an error that says why, and that nobody is led
// elsewhere.
func TestAnswers(t *testing.T) {
	var elsewhere atomic.Bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		case "/elsewhere":
			elsewhere.Store(true)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		case "/long":
			_, _ = io.WriteString(w, strings.Repeat("x", maxAnswer+1))
		case "/full":
			_, _ = io.WriteString(w, strings.Repeat("x", maxAnswer))
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "short")
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	defer s.Close()
	c := New(true)
	for path, why := range map[string]string{
		"/moved": "answered 307", "/broken": "answered 502", "/long": "more than 64 KiB", "/cut": "did not come whole", "/full": "", "/none": "",
	} {
		_, err := c.Do(t.Context(), post(s.URL+path))
		if (why == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %q", path, err, why)
		}
	}
	if elsewhere.Load() {
		t.Error("a redirect was followed")
	}
	s.Close()
	if _, err := c.Do(t.Context(), post(s.URL)); err == nil || strings.Contains(err.Error(), s.URL) {
		t.Errorf("nobody listens: %v, want an error without the URL", err)
	}
}

// Ensure that a call ends with its context.
func TestCancelled(t *testing.T) {
	came, leave := make(chan struct{}), make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(came); <-leave }))
	defer s.Close()
	defer close(leave)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-came; cancel() }()
	if _, err := New(true).Do(ctx, post(s.URL)); !errors.Is(err, context.Canceled) {
		t.Errorf("Do = %v, want %v", err, context.Canceled)
	}
}

// Ensure that a call reaches no address that is not public, however it is written, and this machine on
// the test phone alone.
func TestNowhereElse(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was reached") }))
	defer s.Close()
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for _, url := range []string{
		"https://127.0.0.1" + port, "https://localhost" + port, "https://[::1]" + port, "https://[::ffff:127.0.0.1]" + port, "https://0.0.0.0" + port,
		"http://127.0.0.1" + port, "http://shop.example/hook", "ftp://shop.example", "https://", "", "::", "https://10.0.0.1", "https://192.168.1.1",
		"https://172.16.0.1", "https://169.254.169.254/latest/meta-data", "https://[fd00:ec2::254]", "https://[fe80::1]", "https://100.100.100.200",
		"https://[64:ff9b::a9fe:a9fe]", "https://[2002:7f00:1::]", "https://224.0.0.1", "https://255.255.255.255", "https://168.63.129.16",
	} {
		if _, err := New(false).Do(t.Context(), post(url)); err == nil {
			t.Errorf("%q was called", url)
		}
	}
	for _, url := range []string{"http://10.0.0.1", "https://10.0.0.1", "https://169.254.169.254", "http://shop.example", "https://[::ffff:10.0.0.1]"} {
		if _, err := New(true).Do(t.Context(), post(url)); err == nil {
			t.Errorf("on the test phone %q was called", url)
		}
	}
}

// Ensure that addresses are judged by what they are.
func TestPublic(t *testing.T) {
	for s, want := range map[string]bool{
		"8.8.8.8": true, "93.184.216.34": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true, "172.32.0.1": true, "100.128.0.1": true,
		"127.0.0.1": false, "::1": false, "::": false, "0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false, "::ffff:10.1.2.3": false, "169.254.0.1": false,
		"fe80::1%eth0": false, "fc00::1": false, "ff02::1": false, "192.0.2.1": false, "198.18.0.1": false, "2001:db8::1": false, "2001::1": false, "240.0.0.1": false, "4000::1": false,
	} {
		if got := public(netip.MustParseAddr(s)); got != want {
			t.Errorf("public(%s) = %v, want %v", s, got, want)
		}
	}
	for _, bad := range []string{"", "shop.example:443", "1.2.3.4"} {
		if publicOnly("tcp", bad, nil) == nil || loopbackOnly("tcp", bad, nil) == nil {
			t.Errorf("%q may be dialled", bad)
		}
	}
}
