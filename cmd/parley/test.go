package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"

	"github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/rehearse"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// test plays the tests of a program.
type test struct {
	Dir     string `arg:"" optional:"" help:"Folder of the program; the built-in demo where absent." type:"path"`
	Only    string `name:"run" help:"Run only the tests whose name or file matches." placeholder:"PATTERN"`
	Verbose bool   `short:"v" help:"Show the transcripts of tests that pass, too."`
	JSON    bool   `name:"json" help:"Print JSON."`

	only *regexp.Regexp
}

// Validate is called by kong: a pattern that is none is a fault of the command line.
func (t *test) Validate() error {
	if t.Only == "" {
		return nil
	}
	only, err := regexp.Compile(t.Only)
	if err != nil {
		return fmt.Errorf("read the pattern of --run: %w", err)
	}
	t.only = only
	return nil
}

// tested is what the command prints as JSON.
type tested struct {
	Findings []program.Finding `json:"findings"` // of the program or its tests
	rehearse.Report
}

// Run plays the tests and says what came of them.
func (t *test) Run(std streams) error {
	files, err := programFiles(t.Dir)
	if err != nil {
		return err
	}
	told := tested{Report: rehearse.Report{Files: []rehearse.File{}, Coverage: []rehearse.Coverage{}}}
	p, found := program.Check(files)
	told.Findings = append([]program.Finding{}, found...)
	well := p != nil
	if well {
		tests, found := script.Read(files, p)
		told.Findings, well = append(told.Findings, found...), len(found) == 0
		if well {
			told.Report = rehearse.Run(p, tests, rehearse.Options{Only: t.only, LessonOf: twilio.LessonOf})
		}
	}
	if err := t.print(std.out, told, well); err != nil {
		return err
	}
	if !well || told.Failed > 0 {
		return errFindings
	}
	return nil
}

func (t *test) print(out io.Writer, told tested, well bool) error {
	if t.JSON {
		return json.NewEncoder(out).Encode(told)
	}
	if well { // what could be better is for check to tell
		_, err := io.WriteString(out, told.Text(t.Verbose))
		return err
	}
	for _, f := range told.Findings {
		fmt.Fprintln(out, f.Error())
	}
	return nil
}
