package faketwilio

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	postTimeout = 15 * time.Second // Twilio's budget
	maxAnswer   = 64 << 10         // bytes of an answer that are read
)

// newClient makes a client as Twilio's: it does not follow a redirect with the form lost.
func newClient() *http.Client {
	return &http.Client{
		Timeout: postTimeout,
		Transport: &http.Transport{
			MaxIdleConnsPerHost: maxPosts, MaxConnsPerHost: maxPosts, IdleConnTimeout: 30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// parcel is a form on its way to the server under test.
type parcel struct {
	signed string // the address that is signed
	form   url.Values
	token  string // tells repetitions of one post
}

// reply is how a post was answered.
type reply struct {
	code        int
	contentType string
	body        []byte
}

// deliver posts p, again after failures as far as the options allow. tried is called
// before each attempt.
func (s *Server) deliver(ctx context.Context, p parcel, tried func()) (reply, error) {
	for left := s.opt.Retries; ; left-- {
		tried()
		answer, err := s.post(ctx, p)
		failed := err != nil || answer.code >= http.StatusInternalServerError
		if !failed || left <= 0 || ctx.Err() != nil {
			return answer, err
		}
		s.pause(ctx, s.opt.RetryDelay)
	}
}

// post makes one signed form post. It ends with ctx or the server.
func (s *Server) post(ctx context.Context, p parcel) (reply, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	select {
	case s.posting <- struct{}{}:
		defer func() { <-s.posting }()
	case <-ctx.Done():
		return reply{}, fmt.Errorf("posting to %s: %w", p.signed, ctx.Err())
	}
	req, err := s.request(ctx, p)
	if err != nil {
		return reply{}, err
	}
	return s.exchange(req)
}

// request makes the request of p, signed.
func (s *Server) request(ctx context.Context, p parcel) (*http.Request, error) {
	to := s.actual(p.signed)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(p.form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("posting to %s: %w", to, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("X-Twilio-Signature", Sign(s.opt.AuthToken, p.signed, p.form))
	req.Header.Set("I-Twilio-Idempotency-Token", p.token)
	return req, nil
}

// exchange sends req and reads the answer.
func (s *Server) exchange(req *http.Request) (reply, error) {
	res, err := s.opt.Client.Do(req)
	if err != nil {
		s.opt.Log.Warn("post failed", "url", req.URL.Redacted(), "error", err)
		return reply{}, fmt.Errorf("posting: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return reply{}, fmt.Errorf("reading the answer of %s: %w", req.URL.Redacted(), err)
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		s.opt.Log.Warn("post refused", "url", req.URL.Redacted(), "status", res.StatusCode)
	}
	return reply{res.StatusCode, res.Header.Get("Content-Type"), body}, nil
}

// actual gives the address to post to for the one that is signed.
func (s *Server) actual(signed string) string {
	if s.opt.Rewrite != nil {
		return s.opt.Rewrite(signed)
	}
	public := strings.TrimSuffix(s.opt.PublicBase, "/")
	rest, ok := strings.CutPrefix(signed, public)
	if public == "" || s.opt.InboundURL == "" || !ok {
		return signed
	}
	base, _ := splitBase(s.opt.InboundURL)
	return base + rest
}

// inboundURL gives the address of inbound texts as it is signed.
func (s *Server) inboundURL() string {
	if s.opt.PublicBase == "" {
		return s.opt.InboundURL
	}
	_, rest := splitBase(s.opt.InboundURL)
	return strings.TrimSuffix(s.opt.PublicBase, "/") + rest
}

// splitBase cuts a URL after its host.
func splitBase(rawURL string) (base, rest string) {
	start := strings.Index(rawURL, "://") + len("://")
	if slash := strings.IndexAny(rawURL[start:], "/?#"); slash >= 0 {
		return rawURL[:start+slash], rawURL[start+slash:]
	}
	return rawURL, ""
}
