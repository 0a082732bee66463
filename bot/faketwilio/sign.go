package faketwilio

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/url"
	"slices"
	"strings"
)

// Sign gives the X-Twilio-Signature of a form post to rawURL, or of a GET where params is
// empty. The URL is signed as written, without its user and its fragment; a port stays.
func Sign(token, rawURL string, params url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	// Writing to a hash cannot fail.
	_, _ = io.WriteString(mac, signedURL(rawURL))
	for _, name := range sortedKeys(params) {
		values := slices.Clone(params[name])
		slices.Sort(values)
		for _, value := range slices.Compact(values) {
			_, _ = io.WriteString(mac, name+value)
		}
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signedURL cuts what Twilio does not sign, and re-encodes nothing.
func signedURL(rawURL string) string {
	rawURL, _, _ = strings.Cut(rawURL, "#")
	scheme, rest, ok := strings.Cut(rawURL, "://")
	if !ok {
		return rawURL
	}
	host, path := rest, ""
	if end := strings.IndexAny(rest, "/?"); end >= 0 {
		host, path = rest[:end], rest[end:]
	}
	return scheme + "://" + host[strings.LastIndexByte(host, '@')+1:] + path
}

// sortedKeys gives the names of params in byte order.
func sortedKeys(params url.Values) []string {
	names := make([]string, 0, len(params))
	for name := range params {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
