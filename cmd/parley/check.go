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
}

// Run prints what is wrong with the program.
func (c *check) Run(std streams) error {
	files := program.Demo()
	if c.Dir != "" {
		if _, err := fs.Stat(os.DirFS(c.Dir), "."); err != nil {
			return fmt.Errorf("open the program %s: %w", c.Dir, err)
		}
		files = os.DirFS(c.Dir)
	}
	p, findings := program.Check(files)
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
