package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/proof"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// check checks a program.
type check struct {
	Dir  string `arg:"" optional:"" help:"Folder of the program; the built-in demo where absent." type:"path"`
	JSON bool   `name:"json" help:"Print JSON."`

	Picture  string `help:"Print the machine instead, as mermaid, dot or svg." enum:"mermaid,dot,svg," default:""`
	Of       string `help:"What --picture draws: base (what holds without workflows; with --workflow what that adds), machine (all of it) or steps (of --workflow)." enum:"machine,base,steps" default:"base"`
	Workflow string `help:"Of --picture: this workflow alone." placeholder:"NAME"`
}

// Run prints what is wrong with the program and its tests, and what it amounts to.
func (c *check) Run(std streams) error {
	files, err := programFiles(c.Dir)
	if err != nil {
		return err
	}
	p, findings := program.Check(files)
	if c.Picture != "" && p != nil {
		return draw(std.out, p, c.Picture, c.Of, c.Workflow)
	}
	var ofTests []program.Finding
	if p != nil {
		_, ofTests = script.Read(files, p)
	}
	if err := c.tell(std.out, p, append(findings, ofTests...)); err != nil {
		return err
	}
	if p == nil || len(ofTests) > 0 {
		return errFindings
	}
	return nil
}

// tell prints the findings, and of a program that can be used its figures.
func (c *check) tell(out io.Writer, p *fsm.Program, findings []program.Finding) error {
	checked := struct {
		Findings []program.Finding `json:"findings"`
		Report   *proof.Report     `json:"report,omitempty"` // absent where the program cannot be used
		Revision string            `json:"revision,omitempty"`
	}{Findings: append([]program.Finding{}, findings...)}
	if p != nil {
		_, report := proof.Check(p)
		checked.Report, checked.Revision = &report, p.Revision
	}
	if c.JSON {
		return json.NewEncoder(out).Encode(checked)
	}
	for _, f := range findings {
		fmt.Fprintln(out, f.Error())
	}
	if p != nil {
		fmt.Fprintf(out, "%s: %d workflows, %d steps, %d transitions, revision %s: %s.\n%s", p.Brand, checked.Report.Workflows,
			checked.Report.Steps, checked.Report.Transitions, p.Revision, inShort(findings), checked.Report)
	}
	return nil
}

// inShort says how much was found in a program that can be used.
func inShort(findings []program.Finding) string {
	count := map[format.Severity]int{}
	for _, f := range findings {
		count[f.Severity]++
	}
	switch {
	case len(findings) == 0:
		return "nothing is wrong"
	case count[format.Wrong] > 0:
		return fmt.Sprintf("it can be used, but its tests cannot; errors: %d, warnings: %d, notices: %d",
			count[format.Wrong], count[format.Advice], count[format.Notice])
	}
	return fmt.Sprintf("it can be used; warnings: %d, notices: %d", count[format.Advice], count[format.Notice])
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
