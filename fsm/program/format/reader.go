package format

import (
	"slices"
	"strings"
)

// MaxFindings are told of one program; the rest comes up when these are mended.
const MaxFindings = 200

// Reader reads the files of one program, collects what is wrong with them and knows where everything
// is written.
type Reader struct {
	findings []Finding
	places   map[string]Value
}

// NewReader makes a Reader.
func NewReader() *Reader { return &Reader{places: map[string]Value{}} }

// Add keeps a finding, once and within the bound, of which advice takes half at the most: an error
// must never be lost behind it.
func (r *Reader) Add(f Finding) {
	n := len(r.findings)
	if (n < MaxFindings/2 || f.Severity == Wrong && n < MaxFindings) && !slices.Contains(r.findings, f) {
		r.findings = append(r.findings, f)
	}
}

// Findings gives all findings in the order of the files.
func (r *Reader) Findings() []Finding { return sorted(slices.Clone(r.findings)) }

// Find gives what is written at a place, or at the nearest one around it that the files have. The
// second result is false where nothing is.
func (r *Reader) Find(place string) (Value, bool) {
	for place != "" {
		// a list of one may be written without its brackets
		for _, spelt := range []string{place, strings.ReplaceAll(place, "[0]", "")} {
			if v, ok := r.places[spelt]; ok {
				return v, true
			}
		}
		place = place[:max(strings.LastIndexAny(place, ".["), 0)]
	}
	return Value{}, false
}
