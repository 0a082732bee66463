// Package visitor knows who calls a page that anybody may open, and bounds how often.
package visitor

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxKnown is how many addresses a Limiter remembers.
const maxKnown = 20_000

// Limiter bounds how often each address may ask: a person asks for a little, a whole office or a mobile
// network behind one address for some more.
type Limiter struct {
	every rate.Limit
	burst int

	mu    sync.Mutex
	known map[netip.Prefix]*rate.Limiter
}

// NewLimiter makes a Limiter of so many a second, and so many at once.
func NewLimiter(perSecond float64, burst int) *Limiter {
	return &Limiter{every: rate.Limit(perSecond), burst: burst}
}

// Allow tells whether a request's address may ask now.
func (c *Limiter) Allow(r *http.Request, now time.Time) bool {
	who := Network(Address(r))
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.known[who]
	if l == nil {
		c.makeRoom(now)
		l = rate.NewLimiter(c.every, c.burst)
		c.known[who] = l
	}
	return l.AllowN(now, 1)
}

// makeRoom forgets addresses that have asked for nothing of late, and all of them where that is not
// enough.
func (c *Limiter) makeRoom(now time.Time) {
	if c.known != nil && len(c.known) < maxKnown {
		return
	}
	busy := map[netip.Prefix]*rate.Limiter{}
	for who, l := range c.known {
		if l.TokensAt(now) < float64(c.burst) {
			busy[who] = l
		}
	}
	if len(busy) >= maxKnown {
		clear(busy)
	}
	c.known = busy
}

// Address is who asks. A proxy on this machine or network is believed about whom it got the request
// from, which it writes last; from elsewhere that header may say anything.
func Address(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer, _ := netip.ParseAddr(host) // what is no address shares one limit
	peer = peer.Unmap()
	if !peer.IsLoopback() && !peer.IsPrivate() {
		return peer
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if behind, err := netip.ParseAddr(strings.TrimSpace(chain[len(chain)-1])); err == nil {
		return behind.Unmap()
	}
	return peer
}

// Network is what counts as one address: of IPv6 the 64 bits that a household has.
func Network(a netip.Addr) netip.Prefix {
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, _ := a.WithZone("").Prefix(bits) // of no address: none
	return p
}
