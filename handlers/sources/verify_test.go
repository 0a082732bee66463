package sources

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Ensure that signatures are those that other programs make of the same body and key, and that nothing else passes.
func TestVerify(t *testing.T) {
	signedAt := time.Unix(1777910100, 0)
	shopify := fsm.Auth{Scheme: "hmac", Header: "X-Sig", Algorithm: "sha256", Encoding: "base64", Key: "text", Signed: "{body}"}
	sha1, sha512 := shopify, shopify
	sha1.Algorithm, sha1.Encoding, sha1.Prefix = "sha1", "hex", "sha1="
	sha512.Algorithm = "sha512"
	stripe := fsm.Auth{Scheme: "hmac", Header: "X-Sig", Pair: "v1", Algorithm: "sha256", Encoding: "hex", Key: "text", Signed: "{t}.{body}", Timestamp: "t", Tolerance: 5 * time.Minute}
	standard := fsm.Auth{Scheme: "hmac", Header: "X-Sig", Prefix: "v1,", Algorithm: "sha256", Encoding: "base64", Key: "base64",
		Signed: "{webhook-id}.{webhook-timestamp}.{body}", Timestamp: "webhook-timestamp", Tolerance: 5 * time.Minute}
	const good, stripeGood = "LO7cRCX90zo9WdxZt7zG5/q+MMECFW3vUfc3idk9UzE=", "5ce5a383e231ef5708c0cb7f2212b4f54dcb509f83fe2a864798626de8eca998"
	for _, c := range []struct {
		auth        fsm.Auth
		key, header string
		off         time.Duration
		why         string
		changed     bool
	}{
		{auth: shopify, key: "swordfish", header: good},
		{auth: shopify, key: "swordfish", header: good, changed: true, why: "is not of this body"},
		{auth: shopify, key: "other", header: good, why: "is not of this body"},
		{auth: shopify, key: "swordfish", header: "", why: "has no signature"},
		{auth: shopify, key: "swordfish", header: "%%%", why: "has no signature"},
		{auth: sha1, key: "swordfish", header: "sha1=68234ecba380647923dd46add03d642f0cddadb5"},
		{auth: sha1, key: "swordfish", header: "68234ecba380647923dd46add03d642f0cddadb5", why: "has no signature"},
		{auth: sha512, key: "swordfish", header: "3B4vW3+VJOPSM/5pSlqe3ok5uztlD8A8aqWC/rM3xaAFGR3EWQ3CXmbxFVOTsRiWH7zf90XP3nIJvHtROTB59g=="},
		{auth: stripe, key: "whsec_test", header: "t=1777910100,v1=" + stripeGood},
		{auth: stripe, key: "whsec_test", header: "t=1777910100, v1=00ff, v1=" + stripeGood + ",v0=1", off: 299 * time.Second},
		{auth: stripe, key: "whsec_test", header: "t=1777910100,v0=" + stripeGood, why: "has no signature"},
		{auth: stripe, key: "whsec_test", header: "t=1777910100,v1=" + stripeGood, off: 301 * time.Second, why: "it is a repeat, or a clock is wrong"},
		{auth: stripe, key: "whsec_test", header: "t=1777910100,v1=" + stripeGood, off: -301 * time.Second, why: "a clock is wrong"},
		{auth: stripe, key: "whsec_test", header: "t=1777910101,v1=" + stripeGood, why: "is not of this body"},
		{auth: stripe, key: "whsec_test", header: "t=١٧٧٧٩١٠١٠٠,v1=" + stripeGood, why: "is no time in seconds"},
		{auth: stripe, key: "whsec_test", header: "t=9223372036854775807,v1=" + stripeGood, why: "is no time in seconds"},
		{auth: stripe, key: "whsec_test", header: strings.Repeat("t=1,", 9000), why: "a clock is wrong"},
		{auth: standard, key: "!", header: "v1,AAAA", why: "no base64"},
	} {
		body := []byte(`{"a":1}`)
		if c.changed {
			body[5]++
		}
		head := http.Header{"X-Sig": {c.header}, "Webhook-Timestamp": {"1777910100"}}
		why := verify(c.auth, []string{"zzz", c.key}[map[bool]int{true: 1}[c.auth.Key == "base64"]:], head, body, signedAt.Add(c.off))
		if (c.why == "") != (why == "") || !strings.Contains(why, c.why) {
			t.Errorf("%s by %s at %v: %q, want %q", c.header, c.key, c.off, why, c.why)
		}
	}
}

// Ensure that Standard Webhooks' own example passes.
func TestStandardWebhooks(t *testing.T) {
	a := fsm.Auth{Scheme: "hmac", Header: "Webhook-Signature", Prefix: "v1,", Algorithm: "sha256", Encoding: "base64", Key: "base64",
		Signed: "{webhook-id}.{webhook-timestamp}.{body}", Timestamp: "webhook-timestamp", Tolerance: time.Minute}
	head := http.Header{"Webhook-Id": {"msg_p5jXN8AQM9LWM0D4loKWxJek"}, "Webhook-Timestamp": {"1614265330"},
		"Webhook-Signature": {"v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}}
	if why := verify(a, []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, head, []byte(`{"test": 2432232314}`), time.Unix(1614265330, 0)); why != "" {
		t.Error(why)
	}
}

// Ensure that tokens and passwords must be the whole ones.
func TestTokens(t *testing.T) {
	token := fsm.Auth{Scheme: "token", Header: "Authorization", Prefix: "Bearer "}
	for header, fine := range map[string]bool{"Bearer abc": true, "Bearer abd": false, "Bearer ": false, "abc": false, "": false, "Bearer abcd": false} {
		if why := verify(token, []string{"zzz", "abc"}, http.Header{"Authorization": {header}}, nil, time.Time{}); (why == "") != fine {
			t.Errorf("%q: %q", header, why)
		}
	}
	r, err := http.NewRequest(http.MethodPost, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("shop", "pass:word")
	for key, fine := range map[string]bool{"shop:pass:word": true, "shop:pass": false, ":": false} {
		if why := verify(fsm.Auth{Scheme: "basic"}, []string{key}, r.Header, nil, time.Time{}); (why == "") != fine {
			t.Errorf("%q: %q", key, why)
		}
	}
}
