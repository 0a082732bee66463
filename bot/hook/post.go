package hook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

const (
	within    = 10 * time.Second // for a whole call
	maxAnswer = 64 << 10         // bytes of an answer
)

// Post is one call to make.
type Post struct {
	URL    string
	Secret string // signs it; several with commas while one replaces another; empty: not signed
	ID     string // the same each time that the call is made
	At     time.Time
	Body   []byte // JSON
}

// Client makes calls. It is safe for concurrent use.
type Client struct {
	public  *http.Client
	machine *http.Client // for endpoints on this machine; nil: there are none
}

// New makes a client. With machine, endpoints on this machine may be called too, by http or https.
func New(machine bool) *Client {
	c := &Client{public: client(publicOnly)}
	if machine {
		c.machine = client(loopbackOnly)
	}
	return c
}

func client(control func(network, address string, c syscall.RawConn) error) *http.Client {
	dialer := &net.Dialer{Timeout: within / 2, Control: control}
	return &http.Client{
		Timeout: within,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: within / 2, IdleConnTimeout: time.Minute, MaxIdleConns: 64, MaxIdleConnsPerHost: 8,
			MaxResponseHeaderBytes: maxAnswer,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Do makes a call, once, and gives the body of its answer, which may be empty. Everything but a
// whole answer of 2xx is an error that says why.
func (c *Client) Do(ctx context.Context, p Post) ([]byte, error) {
	by, err := c.by(p.URL)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(p.Body))
	if err != nil {
		return nil, fmt.Errorf("the endpoint's URL: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "Parley")
	req.Header.Set("Idempotency-Key", p.ID)
	if err := sign(req.Header, p.ID, p.At, p.Body, p.Secret); err != nil {
		return nil, err
	}
	answer, err := by.Do(req)
	if err != nil {
		return nil, reason(err)
	}
	defer answer.Body.Close()
	return read(answer)
}

// by picks the client for an endpoint, or says why it may not be called.
func (c *Client) by(endpoint string) (*http.Client, error) {
	u, err := url.Parse(endpoint)
	switch {
	case err != nil || u.Host == "":
		return nil, errors.New("the endpoint's URL is none; write one such as https://shop.example/hook")
	case c.machine != nil && local(u.Hostname()) && (u.Scheme == "http" || u.Scheme == "https"):
		return c.machine, nil
	case u.Scheme != "https":
		return nil, fmt.Errorf("the endpoint's URL begins with %s; calls go to https alone", u.Scheme)
	}
	return c.public, nil
}

// read takes a whole answer of 2xx.
func read(answer *http.Response) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case answer.StatusCode/100 != 2:
		return nil, StatusError(answer.StatusCode)
	case err != nil:
		return nil, fmt.Errorf("the answer did not come whole: %w", reason(err))
	case len(body) > maxAnswer:
		return nil, fmt.Errorf("the answer has more than %d KiB", maxAnswer>>10)
	}
	return body, nil
}

// StatusError is the status that an endpoint answered with, where that is not 2xx.
type StatusError int

// Error says what it answered.
func (e StatusError) Error() string {
	return fmt.Sprintf("the endpoint answered %d; 2xx would be right", int(e))
}

// reason is an error without the endpoint's URL, which may hold what is secret.
func reason(err error) error {
	var failed *url.Error
	if !errors.As(err, &failed) {
		return err
	}
	if failed.Timeout() {
		return fmt.Errorf("no answer within %v", within)
	}
	return failed.Err
}
