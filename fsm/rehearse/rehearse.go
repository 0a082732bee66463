package rehearse

import (
	"regexp"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// Options say how tests are run.
type Options struct {
	Only     *regexp.Regexp               // tests whose name or file it matches; nil: all
	LessonOf func(code string) fsm.Lesson // what a carrier's error code teaches; nil: nothing

	heard func(fsm.Record, fsm.Inputs, fsm.Event, fsm.Moment) // told of every event before it is decided
}

// Report is what came of the tests of a program.
type Report struct {
	Files    []File     `json:"files"`
	Passed   int        `json:"passed"`
	Failed   int        `json:"failed"`
	Coverage []Coverage `json:"coverage"`
}

// File is what came of the tests of one file.
type File struct {
	Name  string   `json:"name"`
	Tests []Result `json:"tests"`
}

// Result is what came of one test.
type Result struct {
	Name       string   `json:"name"`
	File       string   `json:"file"`
	Line       int      `json:"line"`
	OK         bool     `json:"ok"`
	Failure    *Failure `json:"failure,omitempty"`
	Transcript []Entry  `json:"transcript"` // of all that happened, up to the failure
}

// Failure is why a test failed, and at which line.
type Failure struct {
	Place    format.Place `json:"place"`
	Message  string       `json:"message"`
	Expected string       `json:"expected,omitempty"`
	Got      string       `json:"got,omitempty"`
	compared bool         // Expected and Got are to be shown
}

// Run runs the tests of a program and tells what came of them, and what none of them has shown; the
// latter only where all tests run.
func Run(p *fsm.Program, files []script.File, o Options) Report {
	r := Report{Files: []File{}, Coverage: []Coverage{}}
	seen := map[string]bool{}
	for _, f := range files {
		file := File{Name: f.Name}
		shown := map[string]bool{}
		for _, t := range f.Tests {
			if o.Only == nil || o.Only.MatchString(t.Name) || o.Only.MatchString(f.Name) {
				file.Tests = append(file.Tests, rehearse(p, t, o, shown))
			}
		}
		r.add(file)
		for key := range shown {
			if f.Workflow == "" || f.Workflow == workflowOf(key) || strings.HasPrefix(key, ofSource) {
				seen[key] = true
			}
		}
	}
	if o.Only == nil {
		r.Coverage = cover(p, seen)
	}
	return r
}

// add counts the tests of a file.
func (r *Report) add(f File) {
	for _, t := range f.Tests {
		if t.OK {
			r.Passed++
		} else {
			r.Failed++
		}
	}
	if len(f.Tests) > 0 {
		r.Files = append(r.Files, f)
	}
}

// rehearse runs one test and notes in seen what it has shown of the workflows.
func rehearse(p *fsm.Program, t script.Test, o Options, seen map[string]bool) Result {
	w := newWorld(p, t, o, seen)
	failure := w.prepare(t)
	for i := 0; failure == nil && i < len(t.Steps); i++ {
		failure = w.line(t.Steps[i])
	}
	if failure == nil {
		failure = w.unread(t.Place)
	}
	return Result{Name: t.Name, File: t.Place.File, Line: t.Place.Line, OK: failure == nil, Failure: failure, Transcript: w.transcript}
}
