package fsm

import (
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm/segment"
)

// shown is a text value as texts show it; nil where it is empty, or holds characters that its field does not
// let count.
func (f Field) shown(value string) any {
	if f.GSM {
		value = segment.Smart(value)
	}
	value = cut(value, f.limit())
	if value == "" || f.GSM && !plainGSM(value) {
		return nil
	}
	return value
}

// plainGSM tells whether each character takes one place of the GSM alphabet.
func plainGSM(s string) bool {
	n := segment.Of(s, false)
	return n.Encoding == segment.GSM7 && n.Chars == utf8.RuneCountInString(s)
}
