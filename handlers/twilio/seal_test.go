package twilio

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// request is one that a server received.
func request(target, signature string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, target, nil)
	r.Header.Set("X-Twilio-Signature", signature)
	return r
}

// Ensure the signature that Twilio documents is taken, and nothing that differs from it in one place.
func TestDocumentedSignature(t *testing.T) {
	form := func() url.Values {
		return url.Values{
			"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675310"}, "Digits": {"1234"},
			"From": {"+14158675310"}, "To": {"+18005551212"},
		}
	}
	const target, signature = "/myapp.php?foo=1&bar=2", "L/OH5YylLD5NRKLltdqwSvS0BnU="
	for _, c := range []struct {
		name, base, token, target, signature string
		change                               func(url.Values)
		ok                                   bool
	}{
		{"as documented", "https://example.com", "12345", target, signature, nil, true},
		{"public URL with a slash", "https://example.com/", "12345", target, signature, nil, true},
		{"public URL with the port of its scheme", "https://example.com:443", "12345", target, signature, nil, true},
		{"public URL with a port, signed without", "https://example.com:8443", "12345", target, signature, nil, true},
		{"signed with a port, public URL without", "https://example.com", "12345", target, faketwilio.Sign("12345", "https://example.com:443"+target, form()), nil, true},
		{"public URL with a user", "https://me:secret@example.com", "12345", target, signature, nil, true},
		{"http", "http://example.com", "12345", target, signature, nil, false},
		{"another host", "https://example.org", "12345", target, signature, nil, false},
		{"another token", "https://example.com", "12346", target, signature, nil, false},
		{"query in another order", "https://example.com", "12345", "/myapp.php?bar=2&foo=1", signature, nil, false},
		{"a slash more", "https://example.com", "12345", "/myapp.php/?foo=1&bar=2", signature, nil, false},
		{"no signature", "https://example.com", "12345", target, "", nil, false},
		{"half a signature", "https://example.com", "12345", target, signature[:10], nil, false},
		{"a value changed", "https://example.com", "12345", target, signature, func(f url.Values) { f.Set("Digits", "1235") }, false},
		{"a value added", "https://example.com", "12345", target, signature, func(f url.Values) { f.Add("Digits", "5") }, false},
		{"a field added", "https://example.com", "12345", target, signature, func(f url.Values) { f.Set("X", "") }, false},
		{"a field gone", "https://example.com", "12345", target, signature, func(f url.Values) { f.Del("To") }, false},
	} {
		f := form()
		if c.change != nil {
			c.change(f)
		}
		s := newSeal([]string{c.base}, []string{c.token})
		if _, ok := s.genuine(request(c.target, c.signature), f); ok != c.ok {
			t.Errorf("%s: %v", c.name, ok)
		}
	}
}

// Ensure while tokens rotate and the server moves, each token under each address is taken, and the
// token that fitted is known.
func TestManyTokensAndURLs(t *testing.T) {
	bases, tokens := []string{"https://old.test", "https://new.test:8443/sms"}, []string{"one", "two"}
	s, form := newSeal(bases, tokens), inbound()
	for _, base := range bases {
		for i, key := range tokens {
			if n, ok := s.genuine(request("/x?y=%2Fz'|", faketwilio.Sign(key, base+"/x?y=%2Fz'|", form)), form); !ok || n != i {
				t.Errorf("%s under %s: token %d, %v", key, base, n, ok)
			}
		}
	}
	if _, ok := s.genuine(request("/x", faketwilio.Sign("three", bases[0]+"/x", form)), form); ok {
		t.Error("an unknown token was taken")
	}
	if _, ok := s.genuine(request("/x", faketwilio.Sign("one", "https://new.test/x", form)), form); ok {
		t.Error("an address without its prefix was taken")
	}
}

// Ensure what the client says of the host is not believed.
func TestForwardedHeaders(t *testing.T) {
	s, form := newSeal([]string{"https://us.test"}, []string{token}), inbound()
	r := request("/x", faketwilio.Sign(token, "https://them.test/x", form))
	r.Host = "them.test"
	for _, name := range []string{"X-Forwarded-Host", "X-Original-Host", "Forwarded"} {
		r.Header.Set(name, "them.test")
	}
	if _, ok := s.genuine(r, form); ok {
		t.Error("taken")
	}
}

// Ensure any form that Twilio signs is taken, with repeated names, odd bytes and all, and is not
// taken under any other value.
func TestAnyForm(t *testing.T) {
	word := rapid.StringN(0, 8, 24)
	s := newSeal([]string{"https://us.test"}, []string{token})
	rapid.Check(t, func(t *rapid.T) {
		form := url.Values(rapid.MapOfN(word, rapid.SliceOfN(word, 1, 4), 1, 8).Draw(t, "form"))
		signature := faketwilio.Sign(token, "https://us.test/x", form)
		if _, ok := s.genuine(request("/x", signature), form); !ok {
			t.Fatal("refused")
		}
		form.Add(rapid.SampledFrom(names(form)).Draw(t, "name"), rapid.StringN(9, 12, 48).Draw(t, "value"))
		if _, ok := s.genuine(request("/x", signature), form); ok {
			t.Fatal("another form taken")
		}
	})
}

func names(form url.Values) (names []string) {
	for name := range form {
		names = append(names, name)
	}
	return names
}
