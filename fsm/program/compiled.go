package program

import (
	"strings"
)

// compiled turns the compiler's errors into findings. The compiler begins each with its own words
// for the place ("workflow welcome step interest text.if: …"); the longest place that is known is
// where the fault is written.
func (r *reader) compiled(err error) {
	for _, e := range parts(err) {
		message := e.Error()
		at, best := value{}, ""
		for place, v := range r.places {
			rest, ok := strings.CutPrefix(message, place)
			if ok && v.exists() && len(place) > len(best) && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, " ")) {
				at, best = v, place
			}
		}
		if best == "" {
			r.add(Finding{File: settingsFile, Severity: Wrong, Message: message})
			continue
		}
		at.fail("%s", message)
	}
}

// parts takes joined errors apart.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
