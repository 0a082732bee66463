package twilio

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
)

// problem is an RFC 9457 problem: what was wrong, where, and what would be right.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Field  string `json:"field,omitempty"` // of the form

	reason string // for the count of refusals
}

func invalid(field, detail string) *problem {
	return &problem{Title: "The post says something that cannot be", Status: http.StatusBadRequest, Field: field,
		Detail: detail, reason: "field"}
}

func missing(field string) *problem {
	return invalid(field, fmt.Sprintf("%s is missing or empty; Twilio sends it with every post", field))
}

// fail answers with a problem and counts it.
func (h *handlers) fail(c *gin.Context, p *problem) {
	h.Refused(p.reason)
	p.Type = "about:blank"
	body, err := json.Marshal(p)
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Data(p.Status, "application/problem+json", body)
	c.Abort()
}
