package twilio

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Options are the settings of a Carrier. AccountSID and Tokens must be given.
type Options struct {
	AccountSID string   // "AC…"
	Tokens     []string // auth tokens; while they rotate there are several, and the first is used for the API
	BaseURL    string   // scheme and host of the API; default DefaultBaseURL
	PublicURL  string   // where Twilio reaches this server; without it no text has a status callback
	// Numbers gives our numbers that people text now. With them a listing of inbound texts asks for theirs
	// alone; without them it reads the whole account, outbound texts too, which is slow in a broadcast.
	Numbers   func() []string
	Timeout   time.Duration     // of one request; default 15 s
	Transport http.RoundTripper // default: HTTP/1.1 with a pool of connections
}

// DefaultBaseURL is Twilio's own API.
const DefaultBaseURL = "https://api.twilio.com"

const (
	defaultTimeout = 15 * time.Second
	dialTimeout    = 5 * time.Second
	maxIdle        = 512              // connections kept open
	idleFor        = 20 * time.Second // less than servers do, so that a text seldom meets a connection that is being closed
)

var plain = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// check refuses settings that would fail later, and gives the API base.
func (o Options) check() (*url.URL, error) {
	if !strings.HasPrefix(o.AccountSID, "AC") || !plain.MatchString(o.AccountSID) {
		return nil, fmt.Errorf("the Twilio account SID is %.40q; it must be AC and letters and digits, as the Twilio console shows it", o.AccountSID)
	}
	if err := CheckTokens(o.Tokens); err != nil {
		return nil, err
	}
	if o.PublicURL != "" {
		if err := CheckPublicURL(o.PublicURL); err != nil {
			return nil, err
		}
	}
	if o.BaseURL == "" {
		o.BaseURL = DefaultBaseURL
	}
	base, err := url.Parse(o.BaseURL)
	if err != nil || !web(base) || strings.Trim(base.Path, "/") != "" || base.RawQuery != "" {
		return nil, fmt.Errorf("the Twilio API base is %q; it must be a scheme and a host, such as %s", o.BaseURL, DefaultBaseURL)
	}
	return base, nil
}

func (o Options) withDefaults() Options {
	if o.Numbers == nil {
		o.Numbers = func() []string { return nil }
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	return o
}

// CheckTokens refuses an empty list, and a token that the SDK would not send. An empty token would
// let everybody sign.
func CheckTokens(tokens []string) error {
	if len(tokens) == 0 {
		return errors.New("there is no Twilio auth token; set TWILIO_AUTH_TOKEN")
	}
	for i, token := range tokens {
		if !plain.MatchString(token) {
			return fmt.Errorf("the Twilio auth token %d of %d is empty or has other characters than letters and digits", i+1, len(tokens))
		}
	}
	return nil
}

// CheckPublicURL refuses an address at which Twilio could not reach this server.
func CheckPublicURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || !web(u) || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return fmt.Errorf("the public URL is %q; it must be such as https://sms.example.com", address)
	case strings.Contains(u.Hostname(), "_"):
		return fmt.Errorf("the public URL is %q; Twilio takes no callback to a host with an underscore", address)
	}
	return nil
}

func web(u *url.URL) bool { return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" }
