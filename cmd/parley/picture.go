package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/picture"
)

// draw prints the machine of a program, or the part or steps of one workflow, as a picture.
func draw(out io.Writer, p *fsm.Program, format, of, workflow string) error {
	graph, err := graphOf(p, of, workflow)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, strings.TrimSpace(graph.In(format)))
	return err
}

func graphOf(p *fsm.Program, of, workflow string) (picture.Graph, error) {
	rows := p.Machine().Rows()
	if workflow == "" {
		switch of {
		case "steps":
			return picture.Graph{}, errors.New("--of steps needs the workflow: --workflow NAME")
		case "machine":
			return picture.Whole(rows), nil
		}
		return picture.Base(rows), nil
	}
	graph, known := picture.Workflow(rows, workflow)
	if !known {
		return graph, fmt.Errorf("there is no workflow %q; there are %s", workflow, strings.Join(picture.Workflows(rows), ", "))
	}
	for i := range p.Workflows {
		if of == "steps" && p.Workflows[i].Name == workflow {
			return picture.Steps(&p.Workflows[i]), nil
		}
	}
	return graph, nil
}
