package twilio

import (
	"net"
	"net/http"
	"time"
)

// newTransport keeps to HTTP/1.1: where one connection carries many requests, its loss would put all
// their texts in doubt at once.
func newTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout: dialTimeout,
		MaxIdleConns:        maxIdle,
		MaxIdleConnsPerHost: maxIdle,
		IdleConnTimeout:     idleFor,
		Protocols:           protocols,
	}
}
