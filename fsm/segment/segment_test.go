package segment

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// vector is what Twilio's calculator says of a text; testdata/vectors.js wrote them.
type vector struct {
	Text     string
	Smart    bool
	Encoding Encoding
	Segments int
	Chars    int
}

func vectors(t testing.TB) (list []vector) {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// Ensure every text counts as Twilio's calculator counts it.
func TestVectors(t *testing.T) {
	list := vectors(t)
	if len(list) < 500 {
		t.Fatalf("only %d vectors", len(list))
	}
	for _, v := range list {
		want := Count{v.Encoding, v.Segments, v.Chars}
		if diff := cmp.Diff(want, Of(v.Text, v.Smart)); diff != "" {
			t.Errorf("%.60q (%d bytes) smart=%v: -Twilio +ours\n%s", v.Text, len(v.Text), v.Smart, diff)
		}
	}
}

// Ensure the edges that bills depend on.
func TestOf(t *testing.T) {
	a := func(n int) string { return strings.Repeat("a", n) }
	tests := []struct {
		name, body string
		smart      bool
		want       Count
	}{
		{"empty", "", false, Count{GSM7, 1, 0}},
		{"full", a(160), false, Count{GSM7, 1, 160}},
		{"one more", a(161), false, Count{GSM7, 2, 161}},
		{"euro over the edge", a(152) + "€" + a(152), false, Count{GSM7, 3, 306}},
		{"pairs over the edge", strings.Repeat("😀", 67), false, Count{UCS2, 3, 67}},
		{"curly", "It’s", false, Count{UCS2, 1, 4}},
		{"curly, smart", "It’s", true, Count{GSM7, 1, 4}},
		{"no-break space becomes two", "a\u00a0b", true, Count{GSM7, 1, 4}},
		{"line ends", "a\r\nb\f", false, Count{GSM7, 1, 6}},
		{"not UTF-8", "a\xff\xfe", false, Count{UCS2, 1, 3}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Of(test.body, test.smart)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Ensure the data files are whole: every entry was read.
func TestData(t *testing.T) {
	if n := len(replacements()); n != 271 {
		t.Errorf("%d replacements, want 271", n)
	}
	if n := len([]rune(basic)) + len([]rune(escaped)); n != 137 {
		t.Errorf("%d characters in the alphabet, want 127 and 10", n)
	}
	for r, by := range replacements() {
		if septetsOf(r) > 0 {
			t.Errorf("%q needs no replacement", r)
		}
		if Of(by, false).Encoding != GSM7 {
			t.Errorf("%q is replaced by %q, which is not GSM", r, by)
		}
	}
	eachLine(graphemeData, func(line string) {
		if name := strings.Fields(line)[0]; classNames[name] == other {
			t.Errorf("class %q is not known", name)
		}
	})
	last := rune(-1)
	for _, s := range spans() {
		if s.from <= last || s.to < s.from {
			t.Errorf("%X-%X overlaps or is reversed", s.from, s.to)
		}
		last = s.to
	}
}

// Ensure the characters that force UCS-2 are found, each once, with what Smart Encoding makes of them.
func TestForces(t *testing.T) {
	got := Forces("é “x” я“\xff")
	want := []Culprit{
		{Index: 3, Char: "“", Replaced: true, By: `"`},
		{Index: 7, Char: "”", Replaced: true, By: `"`},
		{Index: 11, Char: "я"},
		{Index: 16, Char: "\xff"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Forces("plain € text"); got != nil {
		t.Errorf("plain text has %v", got)
	}
}

// bodies draws texts that mix all that matters for counting.
func bodies() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "€", "я", "“", "\t", "😀", "👨‍👩‍👧‍👦", "🇩", "\u0301",
			"\u200d", "🏽", "\r\n", "\xff", "\u0600", "한", strings.Repeat("b", 60)}), 0, 60).Draw(t, "parts")
		return strings.Join(parts, "")
	}))
}

func properties(t interface{ Fatalf(string, ...any) }, body, more string) {
	smart, plain := Of(body, true), Of(body, false)
	if again := Of(Smart(body), false); again != smart {
		t.Fatalf("%q: smart %v, but smartened first %v", body, smart, again)
	}
	if Smart(Smart(body)) != Smart(body) {
		t.Fatalf("%q: replaced again what was replaced", body)
	}
	if longer := Of(body+more, false); utf8.ValidString(body) && longer.Segments < plain.Segments {
		t.Fatalf("%q: %d segments, but %d with %q behind it", body, plain.Segments, longer.Segments, more)
	}
	if plain.Segments < 1 || (plain.Encoding == UCS2) != (len(Forces(body)) > 0) {
		t.Fatalf("%q: %v with culprits %v", body, plain, Forces(body))
	}
}

// Ensure counting keeps its laws: it agrees with itself, and more text is never less to pay for.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		properties(t, bodies().Draw(t, "body"), bodies().Draw(t, "more"))
	})
}

// Ensure no bytes whatsoever break the laws of counting.
func FuzzOf(f *testing.F) {
	f.Add("It’s 5 € 👨‍👩‍👧‍👦", "x")
	f.Add("\xff\xfe\xed\xa0\x80", "\u0301")
	f.Fuzz(func(t *testing.T, body, more string) { properties(t, body, more) })
}

func BenchmarkOf(b *testing.B) {
	for name, body := range map[string]string{
		"gsm": strings.Repeat("Your order is on its way. ", 6), "smart": strings.Repeat("It’s on its way – soon. ", 6),
		"ucs2": strings.Repeat("Ваш заказ в пути 🎉 ", 6),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Of(body, true)
			}
		})
	}
}
