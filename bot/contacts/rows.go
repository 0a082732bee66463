package contacts

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// rows reads a file row by row, in a window that does not grow.
type rows struct {
	in     *bufio.Reader
	comma  byte
	offset int64 // of the next row
	line   int   // of the next row, from 1
}

// row is one row and where it is.
type row struct {
	fields []string
	offset int64
	size   int
	line   int
	wrong  *fault
}

func newRows(r io.Reader, comma byte) *rows {
	return &rows{in: bufio.NewReaderSize(r, 4*maxRow), comma: comma, line: 1}
}

// next reads the next row that is not empty. It ends with io.EOF.
func (r *rows) next() (row, error) {
	for {
		data, err := r.in.Peek(2 * maxRow)
		if err != nil && !errors.Is(err, io.EOF) {
			return row{}, fmt.Errorf("read line %d: %w", r.line, err)
		}
		if len(data) == 0 {
			return row{}, io.EOF
		}
		found := row{offset: r.offset, line: r.line}
		found.fields, found.size, found.wrong = split(data, r.comma)
		if found.wrong == nil && found.size > maxRow {
			found.fields, found.size = []string{string(line(data))}, lineEnd(data)
			found.wrong = &fault{reason: fmt.Sprintf("the row is longer than %d bytes", maxRow)}
		}
		empty := len(bytes.Trim(data[:found.size], "\r\n")) == 0
		if err := r.pass(data, found.size); err != nil {
			return row{}, err
		}
		if !empty {
			return found, nil
		}
	}
}

// pass goes to the next row. A line that is longer than the window is passed over to its end.
func (r *rows) pass(data []byte, size int) error {
	whole := data[size-1] == '\n' || size < len(data)
	r.line += bytes.Count(data[:size], []byte{'\n'})
	r.offset += int64(size)
	if _, err := r.in.Discard(size); err != nil || whole {
		return err
	}
	for {
		rest, err := r.in.ReadSlice('\n')
		r.offset += int64(len(rest))
		switch {
		case err == nil:
			r.line++
			return nil
		case errors.Is(err, io.EOF):
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return fmt.Errorf("read line %d: %w", r.line, err)
		}
	}
}
