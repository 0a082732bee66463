package phone

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	handset "github.com/parley-sms/parley/bot/phone"
)

// Ensure durations are read as people write them, and odd ones are refused.
func TestSpan(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"15m": 15 * time.Minute, "24h": 24 * time.Hour, "2d": 48 * time.Hour, "1d12h": 36 * time.Hour, "1d 12h": 36 * time.Hour,
		"400d": handset.MaxAdvance, "": 0, "0s": 0, "24": 0, "-1h": 0, "-1d": 0, "d": 0, "1d-1h": 0, "401d": 0, "9999999999d": 0,
		"9601h": 0, "1y": 0, "1.5d": 0, "NaN": 0,
	} {
		if got, p := span(s); got != want || (p == nil) != (want > 0) {
			t.Errorf("span(%q) = %v, %v; want %v", s, got, p, want)
		}
	}
}

// Ensure how far ahead the clock is reads well.
func TestLong(t *testing.T) {
	for d, want := range map[time.Duration]string{
		24*time.Hour - time.Millisecond: "1 d", 26*time.Hour + 5*time.Minute: "1 d 2 h 5 min", time.Hour: "1 h", 12 * time.Second: "less than a minute",
	} {
		if got := long(d); got != want {
			t.Errorf("long(%v) = %q, want %q", d, got, want)
		}
	}
}

// Ensure no duration moves the clock back, or further than it may go.
func FuzzSpan(f *testing.F) {
	for _, s := range []string{"15m", "1d12h", "-1d", "9223372036854775807d", "1d-1ns"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, p := span(s); p == nil && (d <= 0 || d > handset.MaxAdvance) {
			t.Errorf("span(%q) = %v", s, d)
		}
	})
}

// Ensure a number that was read reads the same again.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"+1 (212) 555-0123", " 12125550123", "40404", "ACME", "+", "+0123456789"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, p := queried("number", s)
		if p != nil {
			return
		}
		if again, p := queried("number", string(n)); p != nil || again != n {
			t.Errorf("%q reads as %q, and that as %q (%v)", s, n, again, p)
		}
	})
}

// Ensure no post, whatever it says, is more than fields that are allowed or a problem with a status.
func FuzzRead(f *testing.F) {
	f.Add("application/json", []byte(`{"from":"+12125550123","body":1}`))
	f.Add("application/x-www-form-urlencoded", []byte("from=%2B1&body=%ff"))
	f.Add("application/json", []byte(`{"body":1e999}`))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequest(http.MethodPost, "/phone/messages", bytes.NewReader(body))
		c.Request.Header.Set("Content-Type", kind)
		got, p := read(c, "from", "body")
		if p != nil && (p.Status < 400 || p.Status > 499 || p.Detail == "") {
			t.Errorf("a problem is %+v", p)
		}
		for name := range got {
			if name != "from" && name != "body" {
				t.Errorf("the field %q was read", name)
			}
		}
	})
}
