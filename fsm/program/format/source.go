package format

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The bounds of a file.
const (
	MaxNesting = 40   // of brackets, and of dashes on a line
	MaxLines   = 3000 // of one file
)

const longestShown = 400 // bytes of a line that a finding shows

// source is one file.
type source struct {
	r     *Reader
	name  string
	lines []string
}

// finding tells something of a place in the file.
func (s *source) finding(at *token.Position, severity Severity, format string, args ...any) {
	f := Finding{File: s.name, Severity: severity, Message: fmt.Sprintf(format, args...)}
	if at != nil && at.Line > 0 {
		f.Line, f.Column = at.Line, max(at.Column, 1)
		if at.Line <= len(s.lines) && len(s.lines[at.Line-1]) <= longestShown {
			f.Source = strings.TrimRight(s.lines[at.Line-1], "\r")
		}
	}
	s.r.Add(f)
}

// Parse reads a file's YAML: one document.
func (r *Reader) Parse(name string, data []byte) (Value, bool) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors begin a file with it
	text := string(data)
	s := &source{r: r, name: name, lines: strings.Split(text, "\n")}
	if !utf8.Valid(data) {
		s.finding(nil, Wrong, "is not UTF-8 text; save it as UTF-8")
		return Value{}, false
	}
	if line, why := tooLarge(s.lines); line > 0 {
		s.finding(&token.Position{Line: line, Column: 1}, Wrong, "%s", why)
		return Value{}, false
	}
	file, err := parseYAML(data)
	if err != nil {
		s.syntax(err)
		return Value{}, false
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		s.finding(nil, Wrong, "holds %d documents; it must hold one", documents(file))
		return Value{}, false
	}
	body := file.Docs[0].Body
	return Value{src: s, node: body, at: position(body)}, true
}

// parseYAML turns a panic of the library into an error: whatever is in a file, reading it must not
// end the server.
func parseYAML(data []byte) (file *ast.File, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			file, err = nil, errors.New("is no YAML that can be read")
		}
	}()
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

func (s *source) syntax(err error) {
	var in yaml.Error
	if errors.As(err, &in) && in.GetToken() != nil {
		s.finding(in.GetToken().Position, Wrong, "is no YAML: %s", in.GetMessage())
		return
	}
	s.finding(nil, Wrong, "is no YAML: %v", err)
}

func documents(file *ast.File) (n int) {
	for _, d := range file.Docs {
		if d.Body != nil {
			n++
		}
	}
	return n
}

// tooLarge gives the line at which a file becomes more than a program can be, and why; 0 if it never
// does. The library's time grows with the square of lines and nesting, so it must not see such a file.
func tooLarge(lines []string) (at int, why string) {
	if len(lines) > MaxLines {
		return MaxLines, fmt.Sprintf("a file has at most %d lines; make several files of it", MaxLines)
	}
	depth := 0
	for i, line := range lines {
		opened := strings.Count(line, "[") + strings.Count(line, "{")
		depth = max(0, depth+opened-strings.Count(line, "]")-strings.Count(line, "}"))
		if depth > MaxNesting || opened > 10*MaxNesting {
			return i + 1, fmt.Sprintf("more than %d brackets are open here; close them", MaxNesting)
		}
		if strings.HasPrefix(strings.TrimLeft(line, " "), strings.Repeat("- ", MaxNesting)) {
			return i + 1, fmt.Sprintf("more than %d lists begin here; a list begins with one dash", MaxNesting)
		}
	}
	return 0, ""
}
