package liquid

import (
	"fmt"
	"regexp"
	"strings"
)

// piece is a part of the source: words, or what stands within {{ }} or {% %}.
type piece struct {
	kind   byte // 'w' words, '{' hole, '%' tag
	inside string
}

// pieces cuts a source up. A dash within the braces takes away the white space beside them.
func pieces(source string) ([]piece, error) {
	var list []piece
	trim := false
	for source != "" {
		at := opening(source)
		words := source
		if at >= 0 {
			words = source[:at]
		}
		source = source[len(words):]
		if trim {
			words = strings.TrimLeft(words, " \t\r\n")
		}
		if strings.HasPrefix(source, "{{-") || strings.HasPrefix(source, "{%-") {
			words = strings.TrimRight(words, " \t\r\n")
		}
		if words != "" {
			list = append(list, piece{'w', words})
		}
		if source == "" {
			break
		}
		kind, end := byte('{'), "}}"
		if source[1] == '%' {
			kind, end = '%', "%}"
		}
		length := closing(source[2:], end)
		if length < 0 {
			return nil, fmt.Errorf("%.20q is opened and not closed with %s", source, end)
		}
		inside := source[2 : 2+length]
		source = source[2+length+2:]
		trim = strings.HasSuffix(inside, "-")
		list = append(list, piece{kind, strings.TrimSuffix(strings.TrimPrefix(inside, "-"), "-")})
	}
	return list, nil
}

// opening is where the next braces open.
func opening(s string) int {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '{' && (s[i+1] == '{' || s[i+1] == '%') {
			return i
		}
	}
	return -1
}

// closing is where braces close, outside of quotes.
func closing(s, end string) int {
	var quote byte
	for i := range len(s) {
		switch {
		case quote != 0 && s[i] == quote:
			quote = 0
		case quote != 0:
		case s[i] == '\'' || s[i] == '"':
			quote = s[i]
		case strings.HasPrefix(s[i:], end):
			return i
		}
	}
	return -1
}

var wordForm = regexp.MustCompile(`^(?:'[^']*'|"[^"]*"|-?\d{1,15}(?:\.\d{1,6})?|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|==|!=|<>|<=|>=|[<>|:,])`)

// words cuts the inside of braces into its words and signs.
func words(inside string) ([]string, error) {
	var list []string
	for {
		inside = strings.TrimLeft(inside, " \t\r\n")
		if inside == "" {
			return list, nil
		}
		word := wordForm.FindString(inside)
		if word == "" {
			return nil, fmt.Errorf("%.20q is not understood", inside)
		}
		list = append(list, word)
		inside = inside[len(word):]
	}
}
