package segment

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/smart.txt
var smartData string

// replacements is Twilio's Smart Encoding, by character.
var replacements = sync.OnceValue(func() map[rune]string {
	table := map[rune]string{}
	eachLine(smartData, func(line string) {
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			return // a test counts the entries
		}
		by, _ := strconv.Unquote(quoted)
		for _, code := range strings.Fields(line[len(quoted):]) {
			r, _ := span(code)
			table[r] = by
		}
	})
	return table
})

// Smart replaces what needlessly needs UCS-2, as Twilio's Smart Encoding does. The result can be
// longer than the text.
func Smart(body string) string {
	table := replacements()
	for i, r := range body {
		if septetsOf(r) == 0 {
			if _, ok := table[r]; ok {
				return body[:i] + smartened(body[i:], table)
			}
		}
	}
	return body
}

func smartened(body string, table map[rune]string) string {
	var b strings.Builder
	b.Grow(len(body))
	for _, r := range body {
		if by, ok := table[r]; ok {
			b.WriteString(by)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// eachLine visits the lines of a data file but for its comments.
func eachLine(data string, visit func(line string)) {
	for line := range strings.Lines(data) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			visit(line)
		}
	}
}

// span reads "200D" or "0300-036F".
func span(code string) (from, to rune) {
	low, high, ranged := strings.Cut(code, "-")
	if !ranged {
		high = low
	}
	a, _ := strconv.ParseUint(low, 16, 21)
	b, _ := strconv.ParseUint(high, 16, 21)
	return rune(a), rune(b)
}
