package links

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How many links one address may ask for: a person opens a few, a whole office or a mobile network
// behind one address some more.
const (
	perSecond = 20
	burst     = 100
	maxKnown  = 20_000 // addresses remembered
)

// callers bounds how often each address may ask, so that nobody keeps the store busy or tries codes.
type callers struct {
	mu    sync.Mutex
	known map[netip.Prefix]*rate.Limiter
}

// allow tells whether a request's address may ask now.
func (c *callers) allow(r *http.Request, now time.Time) bool {
	who := network(address(r))
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.known[who]
	if l == nil {
		c.makeRoom(now)
		l = rate.NewLimiter(perSecond, burst)
		c.known[who] = l
	}
	return l.AllowN(now, 1)
}

// makeRoom forgets addresses that have asked for nothing of late, and all of them where that is not
// enough.
func (c *callers) makeRoom(now time.Time) {
	if c.known != nil && len(c.known) < maxKnown {
		return
	}
	busy := map[netip.Prefix]*rate.Limiter{}
	for who, l := range c.known {
		if l.TokensAt(now) < burst {
			busy[who] = l
		}
	}
	if len(busy) >= maxKnown {
		clear(busy)
	}
	c.known = busy
}

// address is who asks. A proxy on this machine or network is believed about whom it got the request
// from, which it writes last; from elsewhere that header may say anything.
func address(r *http.Request) netip.Addr {
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

// network is what counts as one address: of IPv6 the 64 bits that a household has.
func network(a netip.Addr) netip.Prefix {
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, _ := a.WithZone("").Prefix(bits) // of no address: none
	return p
}
