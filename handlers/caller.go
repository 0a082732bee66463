package handlers

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Caller is the address that a request comes from; the zero address where it tells none. A proxy on this machine or
// network is believed about whom it got the request from, which it writes last; from elsewhere that header may say anything.
func Caller(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer, _ := netip.ParseAddr(host)
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
