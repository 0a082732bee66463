package console

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/user"
)

const welcomePath = "/welcome/"

// Welcome is the path of the page where the owner of a one-time link sets a password.
func Welcome(secret string) string { return welcomePath + secret }

// welcome is what its page shows.
type welcome struct {
	Name  string // whose link it is
	First bool   // it makes the first account, whose name is to be chosen
	Min   int    // characters of a password
}

func (h *console) getWelcome(c *gin.Context) {
	name, err := h.Users.Invited(c.Request.Context(), c.Param("secret"))
	h.welcomed(c, http.StatusOK, name, err, "")
}

func (h *console) welcomed(c *gin.Context, status int, name string, err error, notice string) {
	switch {
	case errors.Is(err, user.ErrInvite):
		h.fail(c, http.StatusNotFound, "This link was used already, has run out, or never was one. Whoever sent it can make a new one: parley user invite.")
	case err != nil:
		h.broken(c, err)
	default:
		h.show(c, status, "welcome.html", frame{Title: "Welcome", Notice: notice,
			Body: welcome{Name: name, First: name == "", Min: user.MinPassword}})
	}
}

func (h *console) postWelcome(c *gin.Context) {
	ctx, secret, password := c.Request.Context(), c.Param("secret"), c.PostForm("password")
	name, err := h.Users.Invited(ctx, secret)
	if err != nil {
		h.welcomed(c, http.StatusOK, name, err, "")
		return
	}
	if password != c.PostForm("again") {
		h.welcomed(c, http.StatusUnprocessableEntity, name, nil, "The two passwords differ. Type the same one twice.")
		return
	}
	u, err := h.Users.Accept(ctx, secret, c.PostForm("name"), password)
	if err != nil {
		h.welcomed(c, http.StatusUnprocessableEntity, name, nil, sentence(err))
		return
	}
	session, err := h.Users.Open(ctx, u.Name, address(c.Request), c.Request.UserAgent())
	if err != nil {
		h.broken(c, err)
		return
	}
	did := "set a password"
	if name == "" {
		did = fmt.Sprintf("made the first account (%s)", u.Role)
	}
	h.noted(c, u.Name, did)
	h.enter(c, session)
	c.Redirect(http.StatusSeeOther, "/")
}
