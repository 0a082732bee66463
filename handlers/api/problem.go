package api

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/handlers/rfc9457"
)

// problem is how a request is refused.
type problem = rfc9457.Problem

// malformed says that a request cannot be read.
func malformed(format string, args ...any) *problem {
	return rfc9457.New(http.StatusBadRequest, fmt.Sprintf(format, args...))
}

// invalid says that a field of a request says what cannot be.
func invalid(field, format string, args ...any) *problem {
	p := rfc9457.New(http.StatusUnprocessableEntity, fmt.Sprintf(format, args...))
	p.Field = short(field)
	return p
}

func tooLarge(detail string) *problem {
	return rfc9457.New(http.StatusRequestEntityTooLarge, detail)
}

// unavailable says that the store could not do its work now, and logs why.
func (h *handlers) unavailable(c *gin.Context, doing string, err error) *problem {
	h.Log.ErrorContext(c.Request.Context(), "the API could not "+doing, "token", c.GetString(tokenName), "err", err)
	return rfc9457.New(http.StatusServiceUnavailable, "the server could not "+doing+" now; nothing was half done, "+
		"and sending the same request again is safe")
}
