package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/token"
	"github.com/parley-sms/parley/handlers/rfc9457"
)

// The keys in a request's context of its token, and of the token's name.
const (
	tokenKey  = "parley.token"
	tokenName = "parley.token.name"
)

// demand lets a request pass that brings a token with the scope.
func (h *handlers) demand(scope token.Scope) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Cache-Control", "no-store")
		secret, ok := bearer(c.Request.Header.Values("Authorization"))
		if !ok {
			c.Header("WWW-Authenticate", `Bearer realm="parley"`)
			rfc9457.New(http.StatusUnauthorized, "a token is missing; send one as Authorization: Bearer parley_…").Answer(c)
			return
		}
		t, err := token.Check(c.Request.Context(), h.Store, secret)
		switch {
		case errors.Is(err, token.ErrUnknown):
			c.Header("WWW-Authenticate", `Bearer realm="parley", error="invalid_token"`)
			rfc9457.New(http.StatusUnauthorized, "the token is not known here, or was revoked; parley token create makes one").Answer(c)
		case err != nil:
			h.unavailable(c, "check the token", err).Answer(c)
		case !t.Allows(scope):
			c.Header("WWW-Authenticate", fmt.Sprintf(`Bearer realm="parley", error="insufficient_scope", scope="%s"`, scope))
			rfc9457.New(http.StatusForbidden, fmt.Sprintf("the token %q is good for %v; this takes one with the scope %s", t.Name, t.Scopes, scope)).Answer(c)
		case !h.slow(c, t):
			c.Set(tokenName, t.Name)
			c.Set(tokenKey, t)
		}
	}
}

// bearer takes the secret out of the one Authorization header that there may be.
func bearer(headers []string) (string, bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, secret, ok := strings.Cut(headers[0], " ")
	secret = strings.TrimSpace(secret)
	return secret, ok && strings.EqualFold(scheme, "Bearer") && secret != ""
}
