package twilio

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/twilio/twilio-go/client"
)

// seal checks Twilio's signatures under several public URLs and tokens.
type seal struct {
	bases  []string // public URLs, without a user and a slash at the end
	tokens []client.RequestValidator
}

func newSeal(publicURLs, tokens []string) seal {
	var s seal
	for _, address := range publicURLs {
		s.bases = append(s.bases, strings.TrimSuffix(withoutUser(address), "/"))
	}
	for _, token := range tokens {
		s.tokens = append(s.tokens, client.NewRequestValidator(token))
	}
	return s
}

// withoutUser cuts the user and password out of an address: Twilio does not sign them.
func withoutUser(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	host, path, slash := strings.Cut(rest, "/")
	if slash {
		path = "/" + path
	}
	return scheme + "://" + host[strings.LastIndexByte(host, '@')+1:] + path
}

// genuine tells whether Twilio signed a form for this request. The token is the number of the one that
// fitted.
func (s seal) genuine(r *http.Request, form url.Values) (token int, ok bool) {
	signature := r.Header.Get("X-Twilio-Signature")
	if signature == "" {
		return 0, false
	}
	target, params := r.RequestURI, flat(form)
	for _, base := range s.bases {
		for i := range s.tokens {
			if s.tokens[i].Validate(base+target, params, signature) {
				return i, true
			}
		}
	}
	return 0, false
}

// flat gives a form as the validator wants it. It knows one value for a name, and writes the name
// before the value; where a name is repeated, Twilio signs its different values in order, each with
// the name before it.
func flat(form url.Values) map[string]string {
	params := make(map[string]string, len(form))
	for name, values := range form {
		params[name] = values[0]
		if len(values) > 1 {
			sorted := slices.Sorted(slices.Values(values))
			params[name] = strings.Join(slices.Compact(sorted), name)
		}
	}
	return params
}
