package twilio

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/parley-sms/parley/bot"
)

// Carrier sends through one Twilio account. It is safe for concurrent use.
type Carrier struct {
	account   string
	token     string
	base      *url.URL
	public    string // without a slash at its end; empty: no callbacks
	numbers   func() []string
	timeout   time.Duration
	transport http.RoundTripper
}

var _ bot.Carrier = (*Carrier)(nil)

// New makes a carrier of settings that make sense. It calls nobody.
func New(o Options) (*Carrier, error) {
	base, err := o.check()
	if err != nil {
		return nil, err
	}
	if _, err := reactions(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	return &Carrier{
		account: o.AccountSID, token: o.Tokens[0], base: base, public: strings.TrimSuffix(o.PublicURL, "/"),
		numbers: o.Numbers, timeout: o.Timeout, transport: o.Transport,
	}, nil
}

// Name is "twilio".
func (c *Carrier) Name() string { return "twilio" }

// api gives the SDK for one call. The handler is made by hand, for the SDK's own one would change
// the host as TWILIO_EDGE and TWILIO_REGION say.
func (c *Carrier) api(ctx context.Context) (*openapi.ApiService, *call) {
	k := &call{ctx: ctx, base: c.base, next: c.transport}
	base := &client.Client{
		Credentials: client.NewCredentials(c.account, c.token),
		HTTPClient:  &http.Client{Transport: k, CheckRedirect: stay},
	}
	base.SetAccountSid(c.account)
	return openapi.NewApiService(&client.RequestHandler{Client: base}), k
}

// stay follows no redirect: a POST would become a GET.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
