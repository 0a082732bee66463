package console

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/user"
)

const loginPath = "/login"

// login is what its page shows.
type login struct {
	Name string
	Next string // where to go then
}

func (h *console) getLogin(c *gin.Context) {
	h.show(c, http.StatusOK, "login.html", frame{Title: "Log in", Body: login{Next: local(c.Query("next"))}})
}

func (h *console) postLogin(c *gin.Context) {
	l := login{Name: c.PostForm("name"), Next: local(c.PostForm("next"))}
	secret, u, err := h.Users.Login(c.Request.Context(), l.Name, c.PostForm("password"), address(c.Request), c.Request.UserAgent())
	var slow *user.ThrottledError
	switch {
	case errors.As(err, &slow):
		c.Header("Retry-After", fmt.Sprint(int(math.Ceil(slow.For.Seconds()))))
		h.show(c, http.StatusTooManyRequests, "login.html", frame{Title: "Log in", Notice: sentence(err), Body: l})
	case errors.Is(err, user.ErrPassword):
		h.noted(c, user.Canonical(short(l.Name)), "failed to log in")
		h.show(c, http.StatusUnauthorized, "login.html", frame{Title: "Log in", Notice: sentence(err), Body: l})
	case err != nil:
		h.broken(c, err)
	default:
		h.noted(c, u.Name, "logged in")
		h.enter(c, secret)
		c.Redirect(http.StatusSeeOther, l.Next)
	}
}

func (h *console) postLogout(c *gin.Context) {
	if err := h.Users.End(c.Request.Context(), who(c).Name, session(c).ID); err != nil {
		h.broken(c, err)
		return
	}
	h.noted(c, who(c).Name, "logged out")
	h.setCookie(c, "", -1)
	c.Redirect(http.StatusSeeOther, loginPath)
}

// local is a path of this server, so that nobody is led elsewhere by a link to the login.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.HasPrefix(next, loginPath) ||
		strings.ContainsFunc(next, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }) {
		return "/"
	}
	return next
}

// sentence is an error as it stands on a page.
func sentence(err error) string {
	text := err.Error()
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// first is the begin of what somebody typed: so many characters, none of them broken.
func first(s string, most int) string {
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	return string(r[:min(len(r), most)])
}

// short is as much of it as a name or number has.
func short(s string) string { return first(s, 60) }
