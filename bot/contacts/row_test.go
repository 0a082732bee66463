package contacts

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// all reads every row: its fields, or why it is none.
func all(t *testing.T, text string, comma byte) (list [][]string, faults []string) {
	t.Helper()
	rows := newRows(strings.NewReader(text), comma)
	for {
		found, err := rows.next()
		if errors.Is(err, io.EOF) {
			return list, faults
		}
		if err != nil {
			t.Fatal(err)
		}
		if found.size <= 0 || found.offset+int64(found.size) > int64(len(text)) {
			t.Fatalf("a row of %d bytes at %d of %d", found.size, found.offset, len(text))
		}
		if found.wrong != nil {
			faults = append(faults, found.wrong.reason)
			continue
		}
		list = append(list, found.fields)
	}
}

// Ensure that rows come out as spreadsheets mean them, and a wrong one does not spoil the next.
func TestRows(t *testing.T) {
	long := strings.Repeat("x", maxRow+1)
	for name, c := range map[string]struct {
		text   string
		want   [][]string
		faults int
	}{
		"plain":                {"a,b\n1,2\n", [][]string{{"a", "b"}, {"1", "2"}}, 0},
		"no last line end":     {"a,b\n1,", [][]string{{"a", "b"}, {"1", ""}}, 0},
		"CRLF":                 {"a,b\r\n1,2\r\n", [][]string{{"a", "b"}, {"1", "2"}}, 0},
		"empty lines":          {"\n\na\n\r\n\nb\n", [][]string{{"a"}, {"b"}}, 0},
		"quotes":               {"\"a,\"\"b\"\"\nc\",d\n", [][]string{{"a,\"b\"\nc", "d"}}, 0},
		"a quote inside":       {"5\" x,1\nb\n", [][]string{{"b"}}, 1},
		"text behind a quote":  {"\"a\"b,1\nc\n", [][]string{{"c"}}, 1},
		"a quote that is open": {"\"a,1\nb\n", [][]string{{"b"}}, 1},
		"no UTF-8":             {"a\xff\nb\n", [][]string{{"b"}}, 1},
		"a line too long":      {long + "\nb\n", [][]string{{"b"}}, 1},
		"a line far too long":  {strings.Repeat(long, 9) + "\nb\n", [][]string{{"b"}}, 1},
		"too many columns":     {strings.Repeat(",", maxColumns) + "\nb\n", [][]string{{"b"}}, 1},
	} {
		got, faults := all(t, c.text, ',')
		if diff := cmp.Diff(c.want, got); diff != "" || len(faults) != c.faults {
			t.Errorf("%s: faults %q (-want +got):\n%s", name, faults, diff)
		}
	}
}

// Ensure that whatever the standard library writes is read as it was.
func TestRowsReadWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		field := rapid.StringOf(rapid.RuneFrom([]rune("ab,;\"\n é'\t")))
		want := rapid.SliceOfN(rapid.SliceOfN(field, 2, 4), 1, 6).Draw(rt, "rows")
		var text strings.Builder
		w := csv.NewWriter(&text)
		w.Comma = rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(rt, "comma")
		if err := w.WriteAll(want); err != nil {
			rt.Fatal(err)
		}
		got, faults := all(t, text.String(), byte(w.Comma))
		if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
			rt.Fatalf("%q: %q (-want +got):\n%s", text.String(), faults, diff)
		}
	})
}

// FuzzRows ensures that no file makes the reader stop or lose its place, and that rows which the
// standard library takes are the same here.
func FuzzRows(f *testing.F) {
	f.Add("a,b\n\"1\n2\",\"3\"\"\"\n")
	f.Add("\"open\na,b\n\xff\n\"a\"b\r\n,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, faults := all(t, text, ',')
		if !utf8.ValidString(text) || strings.Contains(text, "\r") || len(text) > maxRow {
			return
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err == nil && len(faults) == 0 {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
		}
		if err == nil && len(faults) > 0 && strings.Count(text, ",") < maxColumns {
			t.Errorf("%q: %q", text, faults)
		}
	})
}

// Ensure that a value which a spreadsheet would calculate is guarded, and comes back as it was.
func TestGuard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("=+-@\t\r'ab"))).Draw(t, "value")
		guarded := Guard(s)
		if guarded != "" && strings.ContainsRune(formulas, rune(guarded[0])) {
			t.Fatalf("%q is written as %q", s, guarded)
		}
		if back := unguard(guarded); back != s {
			t.Fatalf("%q comes back as %q", s, back)
		}
	})
}
