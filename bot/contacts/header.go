package contacts

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/spelling"
)

// Options say how a file is to be read.
type Options struct {
	Map     map[string]string    // columns that have other names in the file: theirs to ours, or to "-" to leave them out
	Unknown bool                 // leave out columns that are not known
	Country string               // of numbers without one, such as US
	Zone    *time.Location       // of times without one
	Now     time.Time            // consent is not given later
	Fields  map[string]fsm.Field // the program's attributes
}

// leftOut is what a column is called that is not read.
const leftOut = "-"

// attributePrefix makes clear that a column is an attribute, where its name is one of ours, too.
const attributePrefix = "attribute."

// header is what the first row says.
type header struct {
	Options
	comma  byte
	theirs []string        // as the file has them
	ours   []string        // in the same order
	at     map[string]int  // of ours
	zones  map[string]bool // names of time zones that were seen, and whether there are such
}

// columns lists our columns beside attributes, in the order in which they are written.
func columns() []string {
	list := []string{"phone", "customer_id", "language", "zone", "region", "ground", "consent"}
	list = append(list, proofColumns("consent_")...)
	list = append(list, proofColumns("service_")...)
	return append(list, "opted_out_at", "marketing_opted_out_at", "service_opted_out_at", "opted_out_source")
}

// readHeader finds out which column is which.
func readHeader(fields []string, comma byte, o Options) (*header, error) {
	h := &header{Options: o, comma: comma, theirs: fields, at: map[string]int{}, zones: map[string]bool{}}
	mapped := map[string]bool{}
	var strange []string
	for i, theirs := range fields {
		ours, ok := h.oursOf(theirs, mapped)
		if !ok {
			strange = append(strange, theirs)
			ours = leftOut
		}
		if before, twice := h.at[ours]; twice && ours != leftOut {
			return nil, fmt.Errorf("the columns %q and %q are both %s; leave one out with --map %q", fields[before], theirs, ours, theirs+"=-")
		}
		h.at[ours] = i
		h.ours = append(h.ours, ours)
	}
	delete(h.at, leftOut)
	return h, h.fault(strange, mapped)
}

// oursOf gives the name that a column of the file has here.
func (h *header) oursOf(theirs string, mapped map[string]bool) (string, bool) {
	for from, to := range h.Map {
		if fold(from) == fold(theirs) {
			mapped[from] = true
			return h.known(to)
		}
	}
	return h.known(theirs)
}

// known finds one of our columns or an attribute by its name, however it is written.
func (h *header) known(name string) (string, bool) {
	if name == leftOut {
		return leftOut, true
	}
	folded := fold(name)
	if slices.Contains(columns(), folded) || slices.Contains(refusalColumns(), folded) {
		return folded, true
	}
	plain := strings.TrimPrefix(folded, attributePrefix)
	for attribute := range h.Fields {
		if fold(attribute) == plain {
			return attributePrefix + attribute, true
		}
	}
	return "", false
}

// fold makes "E-Mail Address" and "e_mail_address" one.
func fold(name string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
}

// fault says why a file with this header cannot be read.
func (h *header) fault(strange []string, mapped map[string]bool) error {
	for _, from := range slices.Sorted(maps.Keys(h.Map)) {
		to := h.Map[from]
		if _, ok := h.known(to); !ok {
			return fmt.Errorf("--map %s=%s: there is no column %s; %s", from, to, to, spelling.Remedy(to, h.names()))
		}
		if !mapped[from] {
			return fmt.Errorf("--map %s=%s: the file has no column %s; %s", from, to, from, spelling.Remedy(from, h.theirs))
		}
	}
	if len(strange) > 0 && !h.Unknown {
		return fmt.Errorf("the file has a column %q, which is neither ours nor an attribute of the program; %s. Write --map %q to say what it is, "+
			"or leave it out with --map %q, or all unknown ones with --skip-unknown", strange[0], spelling.Remedy(fold(strange[0]), h.names()), strange[0]+"=OURS", strange[0]+"=-")
	}
	if _, ok := h.at["phone"]; !ok {
		return fmt.Errorf("the file has no column phone; write --map THEIRS=phone to say which it is: %s", strings.Join(h.theirs, ", "))
	}
	return nil
}

// names lists what columns may be called.
func (h *header) names() []string {
	return append(columns(), slices.Sorted(maps.Keys(h.Fields))...)
}

// commaOf finds out what parts the columns of a file, by its first line.
func commaOf(first []byte) byte {
	best := byte(',')
	for _, comma := range []byte{';', '\t'} {
		if bytes.Count(first, []byte{comma}) > bytes.Count(first, []byte{best}) {
			best = comma
		}
	}
	return best
}
