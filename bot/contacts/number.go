package contacts

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/parley-sms/parley/fsm"
)

var (
	e164      = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)
	dialled   = regexp.MustCompile(`^[+0-9 ().\-/\x{a0}]+$`)
	spreadout = regexp.MustCompile(`^[0-9][.,]?[0-9]*[eE]\+?[0-9]+$`)
)

// Number reads a phone number as people write it: in full with +, or as it is dialled in a country
// (two letters, such as US). Where it is none, it says why.
func Number(s, country string) (phone fsm.Phone, why string) {
	s = plainDigits(s)
	if e164.MatchString(s) {
		return fsm.Phone(s), ""
	}
	switch {
	case s == "":
		return "", "there is no number"
	case spreadout.MatchString(s):
		return "", fmt.Sprintf("%.20q was a number before a spreadsheet shortened it; format the column as text and export again", s)
	case !dialled.MatchString(s):
		return "", fmt.Sprintf("%.20q is no phone number; write one such as +12125550123", s)
	}
	n, err := phonenumbers.Parse(s, country)
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", fmt.Sprintf("%.20q is no phone number in %s; write it in full, such as +12125550123, or say its country", s, country)
	}
	phone = fsm.Phone(phonenumbers.Format(n, phonenumbers.E164))
	if !phone.Replyable() {
		return "", fmt.Sprintf("%.20q is no number that can be texted", s)
	}
	return phone, ""
}

// plainDigits writes the digits of other scripts, which forms take, and invisible marks away.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		case r >= '０' && r <= '９':
			return '0' + r - '０'
		case r == '＋':
			return '+'
		case r == '\u200e', r == '\u200f', r == '\u202a', r == '\u202c', r == '\ufeff':
			return -1
		case r == '\u2010', r == '\u2011', r == '\u2013':
			return '-'
		}
		return r
	}, s)
}

// Country tells whether numbers can be read as they are dialled there.
func Country(code string) bool { return phonenumbers.GetCountryCodeForRegion(code) > 0 }
