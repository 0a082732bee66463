package faketwilio

import (
	"net/url"
	"testing"
)

// TestSignDocumentedVector pins the example that Twilio publishes.
func TestSignDocumentedVector(t *testing.T) {
	params := url.Values{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675310"}, "Digits": {"1234"},
		"From": {"+14158675310"}, "To": {"+18005551212"},
	}
	got := Sign("12345", "https://example.com/myapp.php?foo=1&bar=2", params)
	if want := "L/OH5YylLD5NRKLltdqwSvS0BnU="; got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

// TestSignedURL: user and fragment are cut, nothing else is touched.
func TestSignedURL(t *testing.T) {
	for given, want := range map[string]string{
		"https://u:p@sms.example.com/in?a=1#rc=3":      "https://sms.example.com/in?a=1",
		"https://sms.example.com:8443/in":              "https://sms.example.com:8443/in",
		"http://sms.example.com":                       "http://sms.example.com",
		"https://sms.example.com/in?m=a@b":             "https://sms.example.com/in?m=a@b",
		"https://sms.example.com?m=a@b":                "https://sms.example.com?m=a@b",
		"https://u@sms.example.com/a%2Fb?q=it's+%7C+x": "https://sms.example.com/a%2Fb?q=it's+%7C+x",
	} {
		if got := signedURL(given); got != want {
			t.Errorf("%s: signed as %s, want %s", given, got, want)
		}
	}
}

// TestSignRepeatedValues: values of one name are signed sorted, each once.
func TestSignRepeatedValues(t *testing.T) {
	a := Sign("k", "https://e.test/", url.Values{"N": {"b", "a", "b"}})
	b := Sign("k", "https://e.test/", url.Values{"N": {"a", "b"}})
	if a != b {
		t.Error("order and repetition of values changed the signature")
	}
}
