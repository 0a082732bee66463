package twilio

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
)

// maxForm bounds the body of a post, in bytes.
const maxForm = 64 << 10

// readWithin bounds how long a post may take to come.
const readWithin = 15 * time.Second

const formType = "application/x-www-form-urlencoded"

// readForm reads the raw body of a post as a form.
func readForm(c *gin.Context) (url.Values, *problem) {
	kind, _, _ := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if kind != formType {
		return nil, refusal(http.StatusUnsupportedMediaType, "kind", "The post is of another kind", "",
			fmt.Sprintf("Content-Type is %.80q; Twilio must be configured to post %s", kind, formType))
	}
	// A post is small: whoever takes longer holds a connection and nothing else.
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(readWithin)) // tests have no connection
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxForm))
	if err != nil {
		return nil, unreadable(err)
	}
	return parse(body)
}

// parse reads a form and changes nothing in it.
func parse(body []byte) (url.Values, *problem) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, refusal(http.StatusBadRequest, "form", "The post cannot be read", "",
			"the body is no form: "+err.Error())
	}
	return form, nil
}

func unreadable(err error) *problem {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return refusal(http.StatusRequestEntityTooLarge, "size", "The post is too large", "",
			"the body has more than "+strconv.Itoa(maxForm)+" bytes")
	}
	return refusal(http.StatusBadRequest, "form", "The post cannot be read", "",
		"the body broke off: "+err.Error())
}
