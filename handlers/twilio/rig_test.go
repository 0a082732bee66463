package twilio

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

const (
	phone = "+12025550123"
	ours  = "+12025550100"
	token = faketwilio.DefaultAuthToken
)

// engine keeps what it is given, once for each id.
type engine struct {
	mu      sync.Mutex
	texts   []bot.Received
	reports []report
	broken  error
}

type report struct {
	Phone fsm.Phone
	fsm.Status
}

func (e *engine) Receive(ctx context.Context, r bot.Received) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.broken != nil || ctx.Err() != nil {
		return e.broken
	}
	for _, known := range e.texts {
		if known.ID == r.ID {
			return nil
		}
	}
	e.texts = append(e.texts, r)
	return nil
}

func (e *engine) Report(_ context.Context, p fsm.Phone, s fsm.Status) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.broken == nil {
		e.reports = append(e.reports, report{p, s})
	}
	return e.broken
}

func (e *engine) fail(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.broken = err
}

func (e *engine) taken() []bot.Received {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]bot.Received{}, e.texts...)
}

func (e *engine) reported() []report {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]report{}, e.reports...)
}

// rig is the webhooks on a server, with what they refused.
type rig struct {
	*engine
	url     string
	refused chan string
	log     *strings.Builder
}

func newRig(t *testing.T, change ...func(*Options)) *rig {
	t.Helper()
	g := &rig{engine: &engine{}, refused: make(chan string, 100), log: &strings.Builder{}}
	router := gin.New()
	router.RedirectTrailingSlash = false
	ts := httptest.NewServer(router)
	t.Cleanup(ts.Close)
	g.url = ts.URL
	o := Options{
		PublicURLs: []string{ts.URL}, Tokens: []string{token}, Engine: g.engine,
		Log: slog.New(slog.NewTextHandler(&lockedWriter{w: g.log}, nil)), Refused: func(reason string) { g.refused <- reason },
	}
	for _, f := range change {
		f(&o)
	}
	if err := Register(router, o); err != nil {
		t.Fatal(err)
	}
	return g
}

// lockedWriter lets handlers log side by side.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// posting is one post, as Twilio makes it where nothing is changed.
type posting struct {
	method, path, kind string
	body               string
	signature          string
}

// signed is a genuine post to a path, signed for a public URL.
func signed(public, path string, form url.Values) posting {
	return posting{http.MethodPost, path, formType, form.Encode(), faketwilio.Sign(token, public+path, form)}
}

// do makes a post and gives its answer.
func (g *rig) do(t *testing.T, p posting) (status int, head http.Header, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), p.method, g.url+p.path, strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	if p.kind != "" {
		req.Header.Set("Content-Type", p.kind)
	}
	if p.signature != "" {
		req.Header.Set("X-Twilio-Signature", p.signature)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(content)
}

// inbound is the form of a text, with other fields added or put in their place.
func inbound(changes ...string) url.Values {
	form := url.Values{"MessageSid": {"SM1"}, "From": {phone}, "To": {ours}, "Body": {"Hi"}, "NumMedia": {"0"}}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}
