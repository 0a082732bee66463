package contacts

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// File is a file of contacts that is open for reading.
type File struct {
	Summary
	header *header
	file   *os.File
	size   int64
	start  int64 // bytes of the byte order mark
	index  []entry
}

// Summary is what a scan has found.
type Summary struct {
	ID         string   `json:"id"` // of the file's bytes and of how they are read
	Rows       int      `json:"rows"`
	Refused    int      `json:"refused"`
	Bare       int      `json:"without_evidence"` // rows that speak of consent and do not prove it
	Contacts   int      `json:"contacts"`         // different phones of the rows that are taken
	Duplicates int      `json:"duplicates"`       // rows whose phone an earlier row has
	Columns    []string `json:"columns"`          // what each column is taken for; "-": left out
	Twice      []Twin   `json:"twice,omitempty"`  // the first of the duplicates
}

// Twin is a row whose phone an earlier row has.
type Twin struct {
	Line   int `json:"line"`
	Before int `json:"before"` // the line of the earlier one
}

// maxTwins is how many duplicates are named.
const maxTwins = 20

// maxHeader bounds the first row.
const maxHeader = maxRow

// Open opens a file and reads its header.
func Open(path string, o Options) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the contacts: %w", err)
	}
	f := &File{file: file}
	if err := f.begin(o); err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", path, err), file.Close())
	}
	return f, nil
}

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

// Size is how many bytes the file has.
func (f *File) Size() int64 { return f.size }

func (f *File) begin(o Options) error {
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("it must be a file, since it is read twice")
	}
	f.size = info.Size()
	head := make([]byte, maxHeader)
	n, err := io.ReadFull(f.file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return errors.New("it is UTF-16; save it as UTF-8 (CSV UTF-8 in Excel)")
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		f.start = int64(len("\ufeff"))
	}
	comma := commaOf(line(head))
	first, err := newRows(bytes.NewReader(head[f.start:]), comma).next()
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("it is empty; its first row must name the columns")
	case err != nil:
		return err
	case first.wrong != nil:
		return fmt.Errorf("the first row must name the columns: %s", first.wrong.reason)
	}
	f.header, err = readHeader(first.fields, comma, o)
	return err
}

// rows begins to read the file anew.
func (f *File) rows(see io.Writer) *rows {
	in := io.NewSectionReader(f.file, f.start, f.size-f.start)
	return newRows(io.TeeReader(in, see), f.header.comma)
}

// Scan reads the whole file. Refuse is told of every row that is not taken, and progress of the bytes
// that were read; an error of refuse ends it.
func (f *File) Scan(ctx context.Context, refuse func(Refusal) error, progress func(read int64)) error {
	sum := sha256.New()
	rows := f.rows(sum)
	if _, err := rows.next(); err != nil { // the header
		return err
	}
	for ; ; f.Rows++ {
		found, err := rows.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
		if err := f.scan(found, refuse); err != nil {
			return err
		}
		if f.Rows%1000 == 0 {
			progress(rows.offset)
		}
	}
	f.sort()
	f.Columns = f.header.ours
	f.ID = f.header.id(sum.Sum(nil))
	return nil
}

// scan reads one row.
func (f *File) scan(found row, refuse func(Refusal) error) error {
	wrong := found.wrong
	var c Contact
	if wrong == nil {
		c, wrong = f.header.read(found.fields)
	}
	f.Bare += c.Bare
	if c.Phone != "" && (wrong == nil || len(c.OptOuts) > 0) {
		f.index = append(f.index, entry{keyOf(c.Phone), found.offset, uint32(found.size), uint32(found.line)})
	}
	if wrong == nil {
		return nil
	}
	f.Refused++
	return refuse(Refusal{Line: found.line, Column: wrong.column, Reason: wrong.reason, Row: found.fields})
}

// id names what a file does when it is imported: the same bytes read in the same way do it once.
func (h *header) id(sum []byte) string {
	all := sha256.New()
	all.Write(sum)
	fmt.Fprintf(all, "%s|%s|%v", h.Country, h.Zone, h.Unknown)
	for _, theirs := range slices.Sorted(maps.Keys(h.Map)) {
		fmt.Fprintf(all, "|%q=%q", theirs, h.Map[theirs])
	}
	return hex.EncodeToString(all.Sum(nil)[:8])
}

// entry is where a row is, by its phone: all that is kept of each, 24 bytes.
type entry struct {
	key    uint64
	offset int64
	size   uint32
	line   uint32
}

// keyOf puts the digits of a phone into a number that sorts as the phones do.
func keyOf(phone fsm.Phone) uint64 {
	const most = 15
	key := uint64(0)
	for i := range most {
		key *= 10
		if i+1 < len(phone) {
			key += uint64(phone[i+1] - '0')
		}
	}
	return key<<4 | uint64(len(phone)-1)
}

// sort puts the index into order of phone, and of line for one phone.
func (f *File) sort() {
	slices.SortFunc(f.index, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.line, b.line)) })
	for i, e := range f.index {
		if i == 0 || f.index[i-1].key != e.key {
			f.Contacts++
			continue
		}
		f.Duplicates++
		if len(f.Twice) < maxTwins {
			f.Twice = append(f.Twice, Twin{int(e.line), int(f.index[i-1].line)})
		}
	}
}
