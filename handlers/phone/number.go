package phone

import (
	"regexp"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

var (
	e164         = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)
	shortCode    = regexp.MustCompile(`^[0-9]{3,8}$`)
	alphanumeric = regexp.MustCompile(`^[A-Za-z0-9 ]{0,10}[A-Za-z][A-Za-z0-9 ]{0,10}$`)
	service      = regexp.MustCompile(`^MG[0-9a-fA-F]{32}$`)
	punctuation  = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "", " ", "")
)

// number reads a handset's address as people write it.
func number(field, s string) (fsm.Phone, *problem) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "+") {
		s = punctuation.Replace(s)
	}
	switch {
	case s == "":
		return "", invalid(field, field+" is missing; give a number such as +12125550123")
	case e164.MatchString(s), shortCode.MatchString(s), alphanumeric.MatchString(s) && len(s) <= 11:
		return fsm.Phone(s), nil
	}
	return "", invalid(field, field+" is no phone number; write it with its country code, such as +12125550123 "+
		"(or, for trying, a short code of 3 to 8 digits or a name of up to 11 letters and digits)")
}

// queried reads an address from a URL or a form, where a plus sign that was not escaped reads as a space.
func queried(field, s string) (fsm.Phone, *problem) {
	if strings.HasPrefix(s, " ") {
		s = "+" + strings.TrimSpace(s)
	}
	return number(field, s)
}

// ours reads an address of our side.
func ours(s string) (string, *problem) {
	if service.MatchString(s) {
		return s, nil
	}
	n, p := number("to", s)
	return string(n), p
}
