package program

import (
	"errors"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// compiled turns the compiler's faults into findings: each is written at its place, or at the nearest
// that a file has.
func (r *reader) compiled(err error) {
	for _, e := range parts(err) {
		var fault *fsm.Fault
		if !errors.As(e, &fault) {
			r.add(Finding{File: settingsFile, Severity: Wrong, Message: e.Error()})
			continue
		}
		r.fault(fault)
	}
}

func (r *reader) fault(f *fsm.Fault) {
	for place := f.Where; place != ""; place = place[:max(strings.LastIndexAny(place, ".["), 0)] {
		if v := r.places[place]; v.exists() {
			v.fail("%s", f.Error())
			return
		}
	}
	r.add(Finding{File: settingsFile, Severity: Wrong, Message: f.Error()})
}

// parts takes joined errors apart.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
