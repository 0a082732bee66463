package console

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/visitor"
	"github.com/parley-sms/parley/store"
)

// cookie holds the secret of a session. Behind https its name keeps other hosts and plain http from setting it.
const cookie = "parley_session"

func (h *console) cookieName() string {
	if h.Secure {
		return "__Host-" + cookie
	}
	return cookie
}

func (h *console) setCookie(c *gin.Context, secret string, age int) {
	//nolint:gosec // not Secure on a machine of one's own, which is reached by plain http
	http.SetCookie(c.Writer, &http.Cookie{Name: h.cookieName(), Value: secret, Path: "/", MaxAge: age,
		Secure: h.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// enter logs a browser in.
func (h *console) enter(c *gin.Context, secret string) {
	h.setCookie(c, secret, int(user.SessionFor.Seconds()))
}

const (
	userKey    = "user"
	sessionKey = "session"
)

// loggedIn lets those in who are logged in, and leads others to the login.
func (h *console) loggedIn(c *gin.Context) {
	secret, _ := c.Cookie(h.cookieName())
	u, s, err := h.Users.Check(c.Request.Context(), secret)
	switch {
	case errors.Is(err, user.ErrSession):
		h.toLogin(c)
	case err != nil:
		h.Log.Error("a session could not be read", "err", err)
		h.fail(c, http.StatusServiceUnavailable, "The server cannot read its data right now. Try again in a moment.")
	default:
		c.Set(userKey, u)
		c.Set(sessionKey, s)
		c.Next()
	}
}

// toLogin leads to the login, and from there back. What was posted is not posted again.
func (h *console) toLogin(c *gin.Context) {
	defer c.Abort()
	target := loginPath
	if c.Request.Method == http.MethodGet && c.Request.URL.Path != "/" {
		target += "?next=" + url.QueryEscape(c.Request.URL.RequestURI())
	}
	if c.GetHeader("HX-Request") != "" { // a part of a page cannot show the login
		c.Header("HX-Redirect", loginPath)
		c.Status(http.StatusUnauthorized)
		return
	}
	c.Redirect(http.StatusSeeOther, target)
}

// may lets only those on whose role can do something.
func (h *console) may(a user.Ability) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !who(c).Role.May(a) {
			h.fail(c, http.StatusForbidden, "Your role, "+string(who(c).Role)+", does not include this page. An admin can change that.")
			c.Abort()
		}
	}
}

// who is logged in.
func who(c *gin.Context) user.User {
	u, _ := c.MustGet(userKey).(user.User)
	return u
}

// session is the one in which somebody is logged in.
func session(c *gin.Context) user.Session {
	s, _ := c.MustGet(sessionKey).(user.Session)
	return s
}

// address is where a request comes from, as it is written down.
func address(r *http.Request) string { return visitor.Address(r).String() }

// noted writes down what somebody did, or tells in the log that it could not be.
func (h *console) noted(c *gin.Context, whom, did string) {
	act := store.Act{At: fsm.At(h.Engine.Now()), Who: whom, Did: did, From: address(c.Request)}
	if err := h.Store.Note(c.Request.Context(), act); err != nil {
		h.Log.Error("what a member of the staff did was not written down", "who", whom, "did", did, "err", err)
	}
}
