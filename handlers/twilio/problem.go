package twilio

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/handlers/rfc9457"
)

// problem is how a post is refused.
type problem struct {
	rfc9457.Problem
	reason string // for the count of refusals
}

// refusal makes a problem; the field may be empty.
func refusal(status int, reason, title, field, detail string) *problem {
	return &problem{rfc9457.Problem{Title: title, Status: status, Field: field, Detail: detail}, reason}
}

func invalid(field, detail string) *problem {
	return refusal(http.StatusBadRequest, "field", "The post says something that cannot be", field, detail)
}

func missing(field string) *problem {
	return invalid(field, fmt.Sprintf("%s is missing or empty; Twilio sends it with every post", field))
}

// fail answers with a problem and counts it.
func (h *handlers) fail(c *gin.Context, p *problem) {
	h.Refused(p.reason)
	p.Answer(c)
}
