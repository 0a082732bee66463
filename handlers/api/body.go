package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/handlers/rfc9457"
)

// stall is how long a client may take to send, or to take in, the next piece.
const stall = 30 * time.Second

// body reads a whole JSON body. An empty one is an object without fields.
func body(c *gin.Context) ([]byte, *problem) {
	if p := plain(c); p != nil {
		return nil, p
	}
	if kind := mediaType(c); kind != "application/json" && kind != "" {
		return nil, rfc9457.New(http.StatusUnsupportedMediaType, "Content-Type is "+kind+"; send application/json")
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.Writer, patient(c), maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, tooLarge("the body has more than 64 KiB; send less, and many events as NDJSON")
	case err != nil:
		return nil, malformed("the body did not come whole: %v", err)
	case len(strings.TrimSpace(string(data))) == 0:
		return []byte("{}"), nil
	}
	return data, nil
}

func mediaType(c *gin.Context) string {
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil {
		return c.ContentType()
	}
	return kind
}

// plain refuses a body that is packed.
func plain(c *gin.Context) *problem {
	if how := c.GetHeader("Content-Encoding"); how != "" && how != "identity" {
		return rfc9457.New(http.StatusUnsupportedMediaType, "Content-Encoding is "+how+"; send the body as it is")
	}
	return nil
}

// patient reads a request's body and gives up on a client that stalls. The deadline is for the
// next piece, not for the whole, so that a long batch may take its time.
func patient(c *gin.Context) io.ReadCloser {
	return &patientBody{c.Request.Body, http.NewResponseController(c.Writer)}
}

type patientBody struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (b *patientBody) Read(p []byte) (int, error) {
	err := b.conn.SetReadDeadline(time.Now().Add(stall))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return b.ReadCloser.Read(p)
}
