package console

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/user"
)

// staff is what its page shows.
type staff struct {
	Users []user.User
	Roles []user.Role
	Link  string // a one-time link that was just made
	For   string // whose
}

func (h *console) getStaff(c *gin.Context) { h.staffed(c, http.StatusOK, "", staff{}) }

func (h *console) staffed(c *gin.Context, status int, notice string, s staff) {
	var err error
	if s.Users, err = h.Users.List(c.Request.Context()); err != nil {
		h.broken(c, err)
		return
	}
	s.Roles = user.Roles()
	h.show(c, status, "staff.html", frame{Title: "Staff", Place: "/staff", Notice: notice, Body: s})
}

// postStaff makes an account.
func (h *console) postStaff(c *gin.Context) {
	name, role := user.Canonical(c.PostForm("name")), user.Role(c.PostForm("role"))
	secret, err := h.Users.Add(c.Request.Context(), name, role, who(c).Name)
	if err != nil {
		h.staffed(c, http.StatusUnprocessableEntity, sentence(err), staff{})
		return
	}
	h.noted(c, who(c).Name, fmt.Sprintf("made the account %s (%s)", name, role))
	h.staffed(c, http.StatusOK, "", staff{Link: h.link(c, secret), For: name})
}

// postMember changes an account, or makes a new link for it.
func (h *console) postMember(c *gin.Context) {
	ctx, name := c.Request.Context(), user.Canonical(c.Param("name"))
	var err error
	var s staff
	var did string
	switch do := c.PostForm("do"); do {
	case "role":
		role := user.Role(c.PostForm("role"))
		did, err = fmt.Sprintf("made %s %s", name, role), h.Users.SetRole(ctx, name, role)
	case "disable", "enable":
		did, err = do+"d the account "+name, h.Users.Disable(ctx, name, do == "disable")
	case "invite":
		var secret string
		secret, err = h.Users.Invite(ctx, name)
		did, s = "made a link for a new password of "+name, staff{Link: h.link(c, secret), For: name}
	default:
		err = fmt.Errorf("%.20q is nothing that can be done with an account", do)
	}
	if err != nil {
		h.staffed(c, http.StatusUnprocessableEntity, sentence(err), staff{})
		return
	}
	h.noted(c, who(c).Name, did)
	if s.Link == "" {
		c.Redirect(http.StatusSeeOther, "/staff")
		return
	}
	h.staffed(c, http.StatusOK, "", s)
}

// link is the whole address of a one-time link, as this browser reaches the console.
func (h *console) link(c *gin.Context, secret string) string {
	scheme := "http://"
	if h.Secure {
		scheme = "https://"
	}
	return scheme + c.Request.Host + Welcome(secret)
}
