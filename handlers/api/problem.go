package api

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
)

// problem is an RFC 9457 problem: what was wrong, where, and what would be right.
type problem struct {
	Type   string `json:"type" doc:"about:blank: the status says what kind of problem it is."`
	Title  string `json:"title" doc:"The status in words."`
	Status int    `json:"status" doc:"The HTTP status."`
	Detail string `json:"detail" doc:"What was wrong, and what would be right."`
	Field  string `json:"field,omitempty" doc:"The field of the request that was wrong, such as data.value."`
}

func newProblem(status int, detail string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

// malformed says that a request cannot be read.
func malformed(format string, args ...any) *problem {
	return newProblem(http.StatusBadRequest, fmt.Sprintf(format, args...))
}

// invalid says that a field of a request says what cannot be.
func invalid(field, format string, args ...any) *problem {
	p := newProblem(http.StatusUnprocessableEntity, fmt.Sprintf(format, args...))
	p.Field = short(field)
	return p
}

func tooLarge(detail string) *problem {
	return newProblem(http.StatusRequestEntityTooLarge, detail)
}

// fail answers with a problem.
func fail(c *gin.Context, p *problem) {
	body, err := json.Marshal(p)
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Data(p.Status, "application/problem+json", body)
	c.Abort()
}

// unavailable says that the store could not do its work now, and logs why.
func (h *handlers) unavailable(c *gin.Context, doing string, err error) *problem {
	h.Log.Error("the API could not "+doing, "token", c.GetString(tokenName), "err", err)
	return newProblem(http.StatusServiceUnavailable, "the server could not "+doing+" now; nothing was half done, "+
		"and sending the same request again is safe")
}
