package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"

	"github.com/parley-sms/parley/fsm/program"
)

// check checks a program.
type check struct {
	Dir  string `arg:"" optional:"" help:"Folder of the program; the built-in demo where absent." type:"path"`
	JSON bool   `name:"json" help:"Print JSON."`

	Picture  string `help:"Print the machine instead, as mermaid, dot or svg." enum:"mermaid,dot,svg," default:""`
	Of       string `help:"What --picture draws: base (what holds without workflows; with --workflow what that adds), machine (all of it) or steps (of --workflow)." enum:"machine,base,steps" default:"base"`
	Workflow string `help:"Of --picture: this workflow alone." placeholder:"NAME"`
}

// Run prints what is wrong with the program.
func (c *check) Run(std streams) error {
	files, err := programFiles(c.Dir)
	if err != nil {
		return err
	}
	p, findings := program.Check(files)
	if c.Picture != "" && p != nil {
		return draw(std.out, p, c.Picture, c.Of, c.Workflow)
	}
	if c.JSON {
		if findings == nil {
			findings = []program.Finding{}
		}
		if err := json.NewEncoder(std.out).Encode(findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Fprintln(std.out, f.Error())
		}
	}
	if p == nil {
		return errFindings
	}
	if !c.JSON {
		fmt.Fprintf(std.out, "%s: %d workflows, %d transitions, revision %s: nothing is wrong.\n",
			p.Brand, len(p.Workflows), len(p.Machine().Rows()), p.Revision)
	}
	return nil
}

// programFiles opens the folder of a program; the demo where none is named.
func programFiles(dir string) (fs.FS, error) {
	if dir == "" {
		return program.Demo(), nil
	}
	if _, err := fs.Stat(os.DirFS(dir), "."); err != nil {
		return nil, fmt.Errorf("open the program %s: %w", dir, err)
	}
	return os.DirFS(dir), nil
}
