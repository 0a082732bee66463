package twilio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// maxAnswer bounds an answer, in bytes. A page of the longest texts has 10 million.
const maxAnswer = 16 << 20

// call is the transport of one request, and what became of it on the wire.
type call struct {
	ctx  context.Context //nolint:containedctx // the SDK takes none, so the call brings it to the request
	base *url.URL
	next http.RoundTripper

	wrote  atomic.Bool // something was written that the carrier may have acted on
	status int         // of the answer; 0: there was none
	header http.Header
}

// RoundTrip makes the request to the API base, in the caller's context, and reads the whole answer.
func (k *call) RoundTrip(req *http.Request) (*http.Response, error) {
	// A request whose headers were not written cannot have been understood, and its text not sent.
	trace := &httptrace.ClientTrace{WroteHeaders: func() { k.wrote.Store(true) }}
	req = req.Clone(httptrace.WithClientTrace(k.ctx, trace))
	req.URL.Scheme, req.URL.Host, req.Host = k.base.Scheme, k.base.Host, k.base.Host
	res, err := k.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	k.status, k.header = res.StatusCode, res.Header
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if len(body) > maxAnswer {
		return nil, fmt.Errorf("the answer has more than %d bytes", maxAnswer)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// cause strips what net/http says around an error: the address has the person's number in it.
func cause(err error) error {
	var address *url.Error
	if errors.As(err, &address) {
		return address.Err
	}
	return err
}
