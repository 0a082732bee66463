package sources

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/payload"
	"github.com/parley-sms/parley/handlers/rfc9457"
)

// The limits of what a source posts.
const (
	maxBody = 1 << 20 // bytes: an order of many lines
	within  = 30 * time.Second
)

// taken answers for a delivery.
type taken struct {
	Status string `json:"status"`
	Events int    `json:"events"` // that were made of it
}

// The statuses of a delivery.
const (
	statusTaken   = "taken"
	statusKnown   = "known"
	statusUnused  = "unused"
	statusPassed  = "passed"
	statusRefused = "refused"
	statusFailed  = "failed"
)

// post takes a delivery.
func (h *handlers) post(c *gin.Context) {
	name := c.Param("name")
	source, ok := h.Engine.Program().Sources[name]
	if !ok {
		rfc9457.New(http.StatusNotFound, "the program has no such source; its sources: say where each posts to").Answer(c)
		return
	}
	v := Verdict{At: fsm.At(h.Engine.Now())}
	status, p := h.take(c, name, source, &v)
	v.Status = status
	if p != nil {
		v.Problem = p.Detail
	}
	h.Watch.note(name, v)
	if v.Problem != "" {
		h.Log.WarnContext(c.Request.Context(), "a source posted what could not be used", "source", name, "topic", v.Topic, "status", status, "problem", v.Problem)
	}
	if p != nil && status != statusPassed {
		p.Answer(c)
		return
	}
	c.JSON(http.StatusOK, taken{status, v.Events})
}

// take reads a delivery, and applies what it tells. One that is passed over has a problem that is not the source's.
func (h *handlers) take(c *gin.Context, name string, source fsm.Source, v *Verdict) (string, *rfc9457.Problem) {
	body, p := read(c)
	if p != nil {
		return statusRefused, p
	}
	if pinged(source, c.GetHeader("Content-Type"), body) {
		return statusUnused, nil
	}
	keys := keysOf(h.Secret(source.Secret))
	if len(keys) == 0 {
		return statusFailed, rfc9457.New(http.StatusServiceUnavailable, "this source has no key yet: set its environment variable, and start the server again")
	}
	if why := verify(source.Auth, keys, c.Request.Header, body, h.Clock()); why != "" {
		return statusRefused, rfc9457.New(http.StatusUnauthorized, why)
	}
	h.Engine.Heard(name)
	posted, p := parsed(c, body)
	if p != nil {
		return statusRefused, p
	}
	d, err := h.Engine.Program().ReadPosted(name, posted, v.At)
	v.Topic = d.Topic
	var fault *fsm.PostedError
	switch {
	case errors.As(err, &fault):
		p := rfc9457.New(http.StatusUnprocessableEntity, fault.Error())
		p.Field = fault.Field
		return statusRefused, p
	case len(d.Told) == 0:
		return statusUnused, nil
	case h.repeats.seen(name, delivered(d, posted.Digest)):
		return statusKnown, nil
	}
	return h.apply(c, name, d, posted.Digest, v)
}

// delivered names a delivery by its id, topic and body: a shop may post one and the same order as placed and as paid.
func delivered(d fsm.Delivery, digest string) string { return d.ID + " " + d.Topic + " " + digest }

// apply lets a delivery happen, all of it or, where the store fails, as much as is on disk: the rest comes again.
func (h *handlers) apply(c *gin.Context, name string, d fsm.Delivery, digest string, v *Verdict) (string, *rfc9457.Problem) {
	ctx := c.Request.Context()
	deeds, passed, err := h.deedsOf(ctx, d)
	known := 0
	for i := 0; i < len(deeds) && err == nil; i++ {
		var repeat bool
		if repeat, err = deeds[i].do(ctx, h.Engine); repeat {
			known++
		}
	}
	if err == nil && passed == "" {
		err = h.repeats.add(ctx, h.Store, name, delivered(d, digest))
	}
	if err != nil {
		h.Log.ErrorContext(ctx, "what a source posted could not be stored", "source", name, "err", err)
		return statusFailed, rfc9457.New(http.StatusServiceUnavailable, "the server could not store it now; post it again")
	}
	v.Events = len(deeds)
	switch {
	case len(deeds) == 0:
		return statusPassed, rfc9457.New(http.StatusOK, passed)
	case known == len(deeds):
		return statusKnown, nil
	}
	return statusTaken, nil
}

// read reads a whole body.
func read(c *gin.Context) ([]byte, *rfc9457.Problem) {
	if how := c.GetHeader("Content-Encoding"); how != "" && how != "identity" {
		return nil, rfc9457.New(http.StatusUnsupportedMediaType, fmt.Sprintf("Content-Encoding is %.40q; post the body as it is", how))
	}
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(within)) // a writer without deadlines has none to keep
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, rfc9457.New(http.StatusRequestEntityTooLarge, "the body has more than 1 MiB")
	case err != nil:
		return nil, rfc9457.New(http.StatusBadRequest, "the body did not come whole")
	}
	return body, nil
}

// pinged tells whether a source only tries its address, which needs no signature and does nothing.
func pinged(s fsm.Source, kind string, body []byte) bool {
	if s.Ping == "" || len(body) > 200 || !strings.HasPrefix(kind, "application/x-www-form-urlencoded") {
		return false
	}
	form, err := url.ParseQuery(string(body))
	return err == nil && len(form) == 1 && form.Has(s.Ping)
}

// parsed reads the JSON of a delivery that was believed.
func parsed(c *gin.Context, body []byte) (fsm.Posted, *rfc9457.Problem) {
	if kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type")); err != nil || kind != "application/json" {
		return fsm.Posted{}, rfc9457.New(http.StatusUnsupportedMediaType, fmt.Sprintf("Content-Type is %.60q; post application/json", c.GetHeader("Content-Type")))
	}
	header := make(map[string]string, len(c.Request.Header))
	for name, values := range c.Request.Header {
		header[name] = values[0]
	}
	in, why := payload.Parse(header, body)
	if why != "" {
		return in, rfc9457.New(http.StatusBadRequest, why)
	}
	return in, nil
}

// do lets one thing happen, and tells whether it had before.
func (d deed) do(ctx context.Context, e Engine) (repeat bool, err error) {
	if d.phone == "" {
		return e.FanOut(ctx, *d.watched)
	}
	decision, err := e.Apply(ctx, d.phone, d.event)
	return decision.Nothing, err
}
