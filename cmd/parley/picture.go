package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/picture"
)

// draw prints the machine of a program, or the part of one workflow, as a picture.
func draw(out io.Writer, p *fsm.Program, format, workflow string) error {
	rows := p.Machine().Rows()
	graph := picture.Base(rows)
	if workflow != "" {
		var known bool
		if graph, known = picture.Workflow(rows, workflow); !known {
			return fmt.Errorf("there is no workflow %q; there are %s", workflow, strings.Join(picture.Workflows(rows), ", "))
		}
	}
	forms := map[string]func() string{"mermaid": graph.Mermaid, "dot": graph.DOT, "svg": graph.SVG}
	_, err := fmt.Fprintln(out, strings.TrimSpace(forms[format]()))
	return err
}
