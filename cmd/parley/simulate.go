package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-sms/parley/bot/sim/forecast"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/format"
)

// simulate tells what a program would do to many made-up people, or puts the server itself on trial.
type simulate struct {
	Dir    string `arg:"" optional:"" help:"Folder of the program; the built-in demo where absent." type:"path"`
	People int    `help:"How many people; 1000 where neither this nor the habits say." placeholder:"N"`
	Days   int    `help:"How many days; 28 where neither this nor the habits say." placeholder:"N"`
	Begin  string `help:"The first day, such as 2026-03-02; today where neither this nor the habits say." placeholder:"DAY"`
	Seed   uint64 `help:"Another seed makes other people up; of several, the first." default:"1"`
	Seeds  uint64 `help:"Prove the server instead: live so many stories with faults, and judge them; see docs/simulator.md." placeholder:"N"`
	Habits string `help:"A file that says how people behave; see docs/simulate.md." type:"path" placeholder:"FILE"`
	HTML   string `name:"html" help:"Write the report as a page with charts, too." type:"path" placeholder:"FILE"`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Run lives the lives of the people and prints what came of it; with seeds it proves.
func (s *simulate) Run(ctx context.Context, std streams) error {
	if s.Seeds > 0 {
		return s.prove(ctx, std)
	}
	p, err := s.program(std)
	if err != nil {
		return err
	}
	h, err := s.habits(p, std)
	if err != nil {
		return err
	}
	bar := progress(std.err)
	report, err := forecast.Of(ctx, p, h, s.Seed, func(share float64) { bar("living", int(share*1000), 1000) })
	if err != nil {
		return err
	}
	if s.HTML != "" {
		if err := writeWhole(s.HTML, 0o644, report.WritePage); err != nil {
			return err
		}
	}
	if s.JSON {
		return json.NewEncoder(std.out).Encode(report)
	}
	_, err = io.WriteString(std.out, report.String())
	return err
}

// program reads the program, which must be one that can be used.
func (s *simulate) program(std streams) (*fsm.Program, error) {
	files, err := programFiles(s.Dir)
	if err != nil {
		return nil, err
	}
	p, findings := program.Check(files)
	if p == nil {
		return nil, told(std, findings)
	}
	return p, nil
}

// told prints what is wrong with a file.
func told(std streams, findings []format.Finding) error {
	for _, f := range findings {
		fmt.Fprintln(std.err, f.Error())
	}
	return errFindings
}

// habits puts together what the file says, what the flags say, and what fits the program.
func (s *simulate) habits(p *fsm.Program, std streams) (forecast.Habits, error) {
	h := forecast.Derive(p)
	if s.Habits != "" {
		data, err := os.ReadFile(s.Habits)
		if err != nil {
			return h, fmt.Errorf("read the habits: %w", err)
		}
		var findings []format.Finding
		if h, findings = forecast.ReadFile(filepath.Base(s.Habits), data, p); len(findings) > 0 {
			return h, told(std, findings)
		}
	}
	begin := s.Begin
	if begin == "" && h.Begin.IsZero() {
		begin = time.Now().Format(time.DateOnly)
	}
	var err error
	if begin != "" {
		if h.Begin, err = forecast.ParseDate(begin, p); err != nil {
			return h, fmt.Errorf("--begin: %w", err)
		}
	}
	h.People, h.Days = cmp.Or(s.People, h.People), cmp.Or(s.Days, h.Days)
	if h.People < 1 || h.People > forecast.MaxPeople || h.Days < 1 || h.Days > forecast.MaxDays {
		return h, fmt.Errorf("simulate %d people over %d days: 1 to %d people and 1 to %d days can be", h.People, h.Days, forecast.MaxPeople, forecast.MaxDays)
	}
	return h, nil
}
