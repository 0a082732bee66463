package contacts

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// The bounds of a file.
const (
	maxRow     = 64 << 10 // bytes of one row
	maxColumns = 200
)

// split reads one row from the begin of data: its fields, and how many bytes it has with its line end.
// Where it is wrong, it is its first line alone, so that one bad row does not spoil those after it.
func split(data []byte, comma byte) (fields []string, n int, wrong *fault) {
	for {
		field, size, why := one(data[n:], comma)
		if why == "" && len(fields) == maxColumns {
			why = fmt.Sprintf("there are more than %d columns", maxColumns)
		}
		if why != "" {
			return []string{string(line(data))}, lineEnd(data), &fault{reason: fmt.Sprintf("field %d: %s", len(fields)+1, why)}
		}
		fields = append(fields, field)
		n += size
		switch {
		case n == len(data):
			return fields, n, nil
		case data[n] == comma:
			n++
		default:
			return fields, n + lineEnd(data[n:]), nil
		}
	}
}

// one reads a field, up to the comma or line end behind it.
func one(data []byte, comma byte) (field string, n int, why string) {
	if len(data) > 0 && data[0] == '"' {
		return quoted(data, comma)
	}
	for n < len(data) && data[n] != comma && data[n] != '\n' {
		n++
	}
	plain := data[:n]
	if n == len(data) || data[n] == '\n' {
		plain = bytes.TrimSuffix(plain, []byte{'\r'})
	}
	switch {
	case bytes.IndexByte(plain, '"') >= 0:
		return "", 0, `there is a quotation mark inside; put the field in quotation marks and write the inner ones twice`
	case !utf8.Valid(plain):
		return "", 0, notUTF8
	}
	return string(plain), len(plain), ""
}

const notUTF8 = "it is not UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel)"

// quoted reads a field in quotation marks.
func quoted(data []byte, comma byte) (field string, n int, why string) {
	var out []byte
	limit := min(len(data), maxRow)
	for n = 1; ; n++ {
		i := -1
		if n < limit {
			i = bytes.IndexByte(data[n:limit], '"')
		}
		if i < 0 {
			return "", 0, fmt.Sprintf("its quotation marks are not closed within %d bytes", maxRow)
		}
		out = append(out, data[n:n+i]...)
		n += i + 1
		if n == len(data) || data[n] != '"' {
			break
		}
		out = append(out, '"')
	}
	if rest := data[n:]; len(rest) > 0 && rest[0] != comma && len(bytes.Trim(rest[:lineEnd(rest)], "\r\n")) > 0 {
		return "", 0, "something follows its closing quotation mark"
	}
	if !utf8.Valid(out) {
		return "", 0, notUTF8
	}
	return string(out), n, ""
}

// lineEnd is how many bytes there are up to the line's end, with it.
func lineEnd(data []byte) int {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1
	}
	return len(data)
}

// line is the first line, without its end, as far as it can be shown.
func line(data []byte) []byte {
	shown := bytes.TrimRight(data[:lineEnd(data)], "\r\n")
	return bytes.ToValidUTF8(shown[:min(len(shown), maxRow)], []byte("\uFFFD"))
}
