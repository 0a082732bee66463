package contacts

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Writer writes contacts as CSV that a Scan reads.
type Writer struct {
	out        *csv.Writer
	columns    []string
	attributes []string
}

// Exported is one person of an export.
type Exported struct {
	Contact
	Ground string // where consent stands; for people, not read again
}

// NewWriter begins a file with the attributes of these names.
func NewWriter(w io.Writer, attributes []string) (*Writer, error) {
	out := &Writer{csv.NewWriter(w), columns(), attributes}
	row := slices.Clone(out.columns)
	for _, name := range attributes {
		if slices.Contains(row, fold(name)) {
			name = attributePrefix + name
		}
		row = append(row, name)
	}
	return out, out.out.Write(row)
}

// Write writes one person.
func (w *Writer) Write(e *Exported) error {
	values, err := w.values(e)
	if err != nil {
		return err
	}
	row := make([]string, 0, len(w.columns)+len(w.attributes))
	for _, column := range w.columns {
		row = append(row, clean(values[column]))
	}
	for _, name := range w.attributes {
		row = append(row, clean(printed(e.Known.Set[name])))
	}
	return w.out.Write(row)
}

// Flush writes what is left.
func (w *Writer) Flush() error {
	w.out.Flush()
	return w.out.Error()
}

// values gives the values of our columns.
func (w *Writer) values(e *Exported) (map[string]string, error) {
	v := map[string]string{"phone": string(e.Phone), "customer_id": Guard(e.Known.Customer), "language": Guard(e.Known.Language), "zone": e.Known.Zone, "region": e.Known.Region, "ground": e.Ground, "consent": "none"}
	for _, in := range e.OptIns {
		prefix := "consent_"
		if in.Purpose == fsm.ForService {
			prefix = "service_"
		}
		if err := proofValues(v, prefix, in); err != nil {
			return nil, err
		}
		if v["consent"] != "none" {
			v["consent"] = "both"
		} else {
			v["consent"] = string(in.Purpose)
		}
	}
	for _, out := range e.OptOuts {
		v[outColumn(out.Purpose)] = "yes"
		if out.At != 0 {
			v[outColumn(out.Purpose)] = moment(out.At)
		}
		v["opted_out_source"] = Guard(cut(out.Source, maxSource))
	}
	return v, nil
}

// proofValues gives the values of a consent's columns.
func proofValues(v map[string]string, prefix string, in fsm.OptIn) error {
	v[prefix+"at"], v[prefix+"source"] = moment(in.At), Guard(cut(in.Source, maxSource))
	v[byColumn(prefix)] = Guard(cut(in.By, maxName))
	other := maps.Clone(in.Evidence)
	for _, p := range proofs() {
		if s := in.Evidence[p.key]; s != "" && len(s) <= p.limit && s == clean(strings.TrimSpace(s)) { // else it goes with the others
			v[prefix+p.name] = Guard(s)
			delete(other, p.key)
		}
	}
	if len(other) == 0 {
		return nil
	}
	text, err := json.Marshal(other)
	if err != nil {
		return fmt.Errorf("write the evidence of a consent: %w", err)
	}
	v[prefix+"other"] = string(text)
	return nil
}

func moment(m fsm.Moment) string { return m.Time().Format(time.RFC3339Nano) }

// printed writes a value of an attribute as it is read again.
func printed(value any) string {
	switch v := value.(type) {
	case string:
		return Guard(v)
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// clean takes out what no text file should hold.
func clean(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "") }

// cut keeps the first characters of a text.
func cut(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit])
	}
	return s
}
