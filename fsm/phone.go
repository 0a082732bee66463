package fsm

import "strings"

// Phone is the address of one subscriber: E.164 ("+15005550006"), or what a carrier gave where it
// is no E.164 (a short code, an alphanumeric sender). One Phone has one machine and one record.
type Phone string

// Replyable tells whether an automatic text may go to this address: only to E.164 numbers, never
// to short codes or alphanumeric senders, behind which other machines sit.
func (p Phone) Replyable() bool {
	digits := strings.TrimPrefix(string(p), "+")
	if len(digits) == len(p) || len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
		return false
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Redacted is how a phone number is written into logs: its first two and last two characters.
func (p Phone) Redacted() string {
	if len(p) <= 6 {
		return "•••"
	}
	return string(p[:2]) + "•••" + string(p[len(p)-2:])
}
