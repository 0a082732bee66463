package phone

import (
	"net/http"

	"github.com/parley-sms/parley/handlers/rfc9457"
)

// problem is how a request is refused.
type problem = rfc9457.Problem

func malformed(detail string) *problem {
	return &problem{Title: "The request cannot be read", Status: http.StatusBadRequest, Detail: detail}
}

func invalid(field, detail string) *problem {
	return &problem{Title: "The request says something that cannot be", Status: http.StatusUnprocessableEntity, Field: field, Detail: detail}
}

func unavailable(detail string) *problem {
	return &problem{Title: "The server could not do this now", Status: http.StatusServiceUnavailable, Detail: detail}
}
