package program

import (
	"errors"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// Finding is something about a program that its author should know.
type Finding = format.Finding

// faulty gives the files of which not all could be read.
func (r *reader) faulty() map[string]bool {
	files := map[string]bool{}
	for _, f := range r.Findings() {
		if f.Severity == format.Wrong {
			files[f.File] = true
		}
	}
	return files
}

// tell shows what the compiler or a proof found where it is written. What it says of a file that
// could not be read in full may come of that, and is left out.
func (r *reader) tell(faults []error, faulty map[string]bool) {
	for _, err := range faults {
		fault := &fsm.Fault{Message: err.Error()}
		errors.As(err, &fault)
		v, found := r.Find(fault.Where)
		switch {
		case found && faulty[v.File()]:
		case found:
			v.Tell(severity(fault.Level), "%s", fault)
		default:
			r.Add(Finding{File: settingsFile, Severity: severity(fault.Level), Message: fault.Error()})
		}
	}
}

func severity(l fsm.Level) format.Severity {
	switch l {
	case fsm.Warning:
		return format.Advice
	case fsm.Notice:
		return format.Notice
	default:
		return format.Wrong
	}
}

// parts takes joined errors apart.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
