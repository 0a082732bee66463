package api

import (
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

var (
	e164    = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)
	plusses = regexp.MustCompile(`^[1-9][0-9]{9,14}$`)
)

const numberForm = "write it in full with its country code, such as +12125550123"

// number reads a phone number in a body: E.164, to the letter.
func number(field, s string) (fsm.Phone, *problem) {
	if !e164.MatchString(s) {
		return "", invalid(field, "%.40q is no phone number; %s", s, numberForm)
	}
	return fsm.Phone(s), nil
}

// addressed reads whom a path is about: a customer, or a phone number, whose plus sign is often lost, as a
// space or altogether.
func (h *handlers) addressed(c *gin.Context) (fsm.Phone, *problem) {
	s := strings.TrimSpace(c.Param("phone"))
	if id, ok := strings.CutPrefix(s, byCustomer); ok {
		who, p := h.customer(c, id)
		return who.Phone, p
	}
	if plusses.MatchString(s) {
		s = "+" + s
	}
	return number("phone", s)
}
