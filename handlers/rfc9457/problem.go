// Package rfc9457 answers requests that cannot be served with a problem, as RFC 9457 has them: what
// was wrong, where, and what would be right.
package rfc9457

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
)

// Problem is what is answered.
type Problem struct {
	Type   string `json:"type" doc:"about:blank: the status says what kind of problem it is."`
	Title  string `json:"title" doc:"The kind of problem in words."`
	Status int    `json:"status" doc:"The HTTP status."`
	Detail string `json:"detail" doc:"What was wrong, and what would be right."`
	Field  string `json:"field,omitempty" doc:"The field of the request that was wrong, such as data.value."`
}

// New makes a problem that its status names.
func New(status int, detail string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Detail: detail}
}

// Answer answers a request with the problem, and ends its handling.
func (p *Problem) Answer(c *gin.Context) {
	p.Type = "about:blank"
	body, err := json.Marshal(p)
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Data(p.Status, "application/problem+json", body)
	c.Abort()
}
