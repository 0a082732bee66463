package phone

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
)

// problem is an RFC 9457 problem: what was wrong, where, and what would be right.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Field  string `json:"field,omitempty"` // of the request
}

func malformed(detail string) *problem {
	return &problem{Title: "The request cannot be read", Status: http.StatusBadRequest, Detail: detail}
}

func invalid(field, detail string) *problem {
	return &problem{Title: "The request says something that cannot be", Status: http.StatusUnprocessableEntity, Field: field, Detail: detail}
}

func unavailable(detail string) *problem {
	return &problem{Title: "The server could not do this now", Status: http.StatusServiceUnavailable, Detail: detail}
}

// fail answers with a problem.
func fail(c *gin.Context, p *problem) {
	p.Type = "about:blank"
	body, err := json.Marshal(p)
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Data(p.Status, "application/problem+json", body)
	c.Abort()
}
