package phone

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// maxRequest bounds the body of a post.
const maxRequest = 32 << 10

// fields are what a post says: a flat JSON object, or a form.
type fields map[string]string

// read takes the fields of a post, of those allowed. A form may have others: it tells where it
// came from and which button was pressed.
func read(c *gin.Context, allowed ...string) (fields, *problem) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxRequest)
	kind, _, _ := mime.ParseMediaType(c.ContentType())
	switch kind {
	case "application/x-www-form-urlencoded":
		return readForm(c, allowed)
	case "application/json", "":
		return readJSON(c, allowed)
	}
	return nil, &problem{Title: "The request is of an unknown kind", Status: http.StatusUnsupportedMediaType,
		Detail: "Content-Type is " + strconv.Quote(kind) + "; send application/json or application/x-www-form-urlencoded"}
}

func readForm(c *gin.Context, allowed []string) (fields, *problem) {
	if err := c.Request.ParseForm(); err != nil {
		return nil, unreadable(err)
	}
	f := fields{}
	for _, name := range allowed {
		if c.Request.PostForm.Has(name) {
			f[name] = c.Request.PostForm.Get(name)
		}
	}
	return f, nil
}

func readJSON(c *gin.Context, allowed []string) (fields, *problem) {
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return nil, unreadable(err)
	}
	var values map[string]any
	if err := json.Unmarshal(body, &values); err != nil {
		return nil, malformed("the body is not a JSON object: " + err.Error())
	}
	f := fields{}
	for name, value := range values {
		if !strings.Contains(" "+strings.Join(allowed, " ")+" ", " "+name+" ") {
			return nil, invalid(name, fmt.Sprintf("%.40q is not a field here; the fields are %s", name, strings.Join(allowed, ", ")))
		}
		switch v := value.(type) {
		case string:
			f[name] = v
		case float64:
			f[name] = strconv.FormatFloat(v, 'f', -1, 64)
		case nil:
		default:
			return nil, invalid(name, name+" must be a string or a number")
		}
	}
	return f, nil
}

func unreadable(err error) *problem {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &problem{Title: "The request is too large", Status: http.StatusRequestEntityTooLarge,
			Detail: fmt.Sprintf("the body has more than %d bytes", large.Limit)}
	}
	return malformed("the body cannot be read: " + err.Error())
}

// fromPage tells whether a post came from the page's plain forms, which want a page in return.
// Scripts may post forms too; only browsers ask for HTML.
func fromPage(c *gin.Context) bool {
	return strings.HasPrefix(c.ContentType(), "application/x-www-form-urlencoded") &&
		strings.Contains(c.GetHeader("Accept"), "text/html")
}
