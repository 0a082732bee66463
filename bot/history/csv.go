package history

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
)

// digits are phones and numbers, which no spreadsheet takes for a formula.
var digits = regexp.MustCompile(`^[+-]?[0-9]+$`)

// Table writes rows as CSV, their columns always the same ones; in the journal each line of a change is a row.
type Table struct {
	what What
	w    *csv.Writer
}

// columns are those of each kind of rows.
func columns(what What) []string {
	return map[What][]string{
		Events:   {"phone", "id", "type", "at", "recorded_at", "data"},
		Messages: {"phone", "seq", "way", "at", "sender", "body", "status", "code", "settled_at", "delivered_at", "name", "run", "class", "revision", "segments", "opened_by_people", "meaning", "sid"},
		Journal:  {"phone", "version", "at", "cause", "event", "from", "to", "run", "message", "why", "guard", "revision"},
	}[what]
}

// NewTable writes the names of the columns.
func NewTable(w io.Writer, what What) (*Table, error) {
	t := &Table{what, csv.NewWriter(w)}
	if err := t.w.Write(columns(what)); err != nil {
		return nil, fmt.Errorf("write the columns: %w", err)
	}
	return t, nil
}

// Read writes all rows that are read as JSON, one to a line, as Tell's are written elsewhere.
func (t *Table) Read(from io.Reader) error {
	rows := json.NewDecoder(from)
	for {
		cells, err := t.next(rows)
		if errors.Is(err, io.EOF) {
			t.w.Flush()
			return t.w.Error()
		}
		if err != nil {
			return fmt.Errorf("read a row: %w", err)
		}
		for _, row := range cells {
			for i := range row {
				if !digits.MatchString(row[i]) {
					row[i] = contacts.Guard(row[i])
				}
			}
			if err := t.w.Write(row); err != nil {
				return fmt.Errorf("write a row: %w", err)
			}
		}
	}
}

// next reads one row, and gives its cells.
func (t *Table) next(rows *json.Decoder) (cells [][]string, err error) {
	switch t.what {
	case Events:
		var e struct {
			Event
			Data json.RawMessage `json:"data"`
		}
		err = rows.Decode(&e)
		cells = [][]string{{string(e.Phone), e.ID, e.Type, stamp(e.At), stamp(e.Taken), string(e.Data)}}
	case Messages:
		var m fsm.Message
		err = rows.Decode(&m)
		cells = [][]string{messageCells(&m)}
	default:
		var e fsm.Entry
		err = rows.Decode(&e)
		cells = entryCells(&e)
	}
	return cells, err
}

func messageCells(m *fsm.Message) []string {
	way := "in"
	if m.Out {
		way = "out"
	}
	return []string{string(m.Phone), number(m.Seq), way, stamp(m.At), m.Sender, m.Body, m.Status, m.Code, stamp(m.SettledAt), stamp(m.DeliveredAt),
		m.Name, number(m.Run), string(m.Class), m.Revision, number(uint64(max(m.Segments, 0))), number(uint64(max(m.Opened.People, 0))), m.Meaning, m.SID}
}

func entryCells(e *fsm.Entry) (cells [][]string) {
	for _, l := range e.Lines {
		guard := ""
		if l.Verdict != nil {
			guard = l.Verdict.Guard
		}
		cells = append(cells, []string{string(e.Phone), number(e.Version), stamp(e.At), e.Cause, l.Event, string(l.From), string(l.To), number(l.Run), number(l.Seq), l.Why, guard, l.Revision})
	}
	return cells
}

// number writes a number; 0, which stands for none, is left empty.
func number(n uint64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(n, 10)
}

func stamp(m fsm.Moment) string {
	if m == 0 {
		return ""
	}
	return m.Time().UTC().Format(time.RFC3339Nano)
}
