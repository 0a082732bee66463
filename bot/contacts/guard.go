package contacts

import "strings"

// A spreadsheet takes a value that begins with one of these for a formula, which may call out.
const formulas = "=+-@\t\r"

// Guard writes an apostrophe before a value that a spreadsheet would calculate; unguard takes it away.
func Guard(s string) string {
	if s != "" && (strings.IndexByte(formulas, s[0]) >= 0 || unguard(s) != s) {
		return "'" + s
	}
	return s
}

func unguard(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte(formulas+"'", s[1]) >= 0 {
		return s[1:]
	}
	return s
}
