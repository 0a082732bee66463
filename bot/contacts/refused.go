package contacts

import (
	"encoding/csv"
	"io"
	"strconv"
)

// Refusals writes refused rows as CSV: line, column and reason, then the row as it was. Once they are
// right, that file can be imported.
type Refusals struct {
	out *csv.Writer
}

// refusalColumns are the columns before the row's own.
func refusalColumns() []string { return []string{"refused_line", "refused_column", "refused_reason"} }

// Refusals begins such a file.
func (f *File) Refusals(w io.Writer) (*Refusals, error) {
	r := &Refusals{csv.NewWriter(w)}
	return r, r.out.Write(append(refusalColumns(), f.header.theirs...))
}

// Write adds a row.
func (r *Refusals) Write(refused Refusal) error {
	row := []string{strconv.Itoa(refused.Line), Guard(refused.Column), Guard(refused.Reason)}
	for _, value := range refused.Row {
		row = append(row, Guard(unguard(value)))
	}
	return r.out.Write(row)
}

// Flush writes what is left.
func (r *Refusals) Flush() error {
	r.out.Flush()
	return r.out.Error()
}
