package visitor

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

// Ensure that no more addresses are remembered than there is room for.
func TestLimiterBounded(t *testing.T) {
	c := NewLimiter(20, 100)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	a, now := netip.MustParseAddr("8.0.0.1"), time.Unix(1e9, 0)
	for range maxKnown + 10 {
		r.RemoteAddr = netip.AddrPortFrom(a, 1).String()
		c.Allow(r, now)
		a = a.Next()
	}
	if len(c.known) > maxKnown {
		t.Errorf("%d addresses are remembered", len(c.known))
	}
}
