package format

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Severity tells whether a program with the finding can be used.
type Severity string

// The severities.
const (
	Wrong  Severity = "error"   // the program cannot be used
	Advice Severity = "warning" // it can, but something may go wrong
	Notice Severity = "notice"  // it could be better
)

// Finding is something about a program that its author should know.
type Finding struct {
	File     string   `json:"file"`
	Line     int      `json:"line,omitempty"`   // from 1; 0: the whole file
	Column   int      `json:"column,omitempty"` // in characters, from 1
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`          // what is wrong and what would be right
	Source   string   `json:"source,omitempty"` // the line
}

// Error writes the finding with its line and a caret under the place.
func (f Finding) Error() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
	}
	b.WriteString(": ")
	if f.Severity != Wrong {
		b.WriteString(string(f.Severity) + ": ")
	}
	b.WriteString(f.Message)
	if f.Source != "" {
		fmt.Fprintf(&b, "\n    %s\n    %s^", f.Source, strings.Repeat(" ", max(f.Column-1, 0)))
	}
	return b.String()
}

// sorted puts findings in the order of the files.
func sorted(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
	return findings
}

// Errors joins the findings that keep a program from being used; nil where there are none.
func Errors(findings []Finding) error {
	var errs []error
	for _, f := range findings {
		if f.Severity == Wrong {
			errs = append(errs, f)
		}
	}
	return errors.Join(errs...)
}
