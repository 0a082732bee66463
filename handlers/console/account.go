package console

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/user"
)

// account is what its page shows.
type account struct {
	Sessions []user.Session
	This     string // id of the one that looks
	Min      int    // characters of a password
}

func (h *console) getAccount(c *gin.Context) { h.accounted(c, http.StatusOK, "", "") }

func (h *console) accounted(c *gin.Context, status int, notice, done string) {
	list, err := h.Users.Sessions(c.Request.Context(), who(c).Name)
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, status, "account.html", frame{Title: "Your account", Place: "/account", Notice: notice, Done: done,
		Body: account{Sessions: list, This: session(c).ID, Min: user.MinPassword}})
}

func (h *console) postPassword(c *gin.Context) {
	if c.PostForm("password") != c.PostForm("again") {
		h.accounted(c, http.StatusUnprocessableEntity, "The two new passwords differ. Type the same one twice.", "")
		return
	}
	err := h.Users.ChangePassword(c.Request.Context(), who(c).Name, c.PostForm("old"), c.PostForm("password"), session(c).ID)
	switch {
	case errors.Is(err, user.ErrPassword):
		h.accounted(c, http.StatusUnprocessableEntity, "That is not your present password.", "")
	case err != nil:
		h.accounted(c, http.StatusUnprocessableEntity, sentence(err), "")
	default:
		h.noted(c, who(c).Name, "changed the password")
		h.accounted(c, http.StatusOK, "", "Your password is changed. You are logged out everywhere else.")
	}
}

// postSessions ends a session of one's own, or all others.
func (h *console) postSessions(c *gin.Context) {
	ctx, name := c.Request.Context(), who(c).Name
	err := h.Users.EndAll(ctx, name, session(c).ID)
	if id := c.PostForm("id"); id != "" {
		err = h.Users.End(ctx, name, id)
	}
	if err != nil {
		h.broken(c, err)
		return
	}
	h.noted(c, name, "ended sessions")
	c.Redirect(http.StatusSeeOther, "/account")
}
