package law

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm/program/format"
)

var update = flag.Bool("update", false, "write the golden anew")

// read reads a file of rules beside the built-in ones.
func read(name string, data []byte) (Rules, []format.Finding) {
	r := format.NewReader()
	root, ok := r.Parse(name, data)
	if !ok {
		return Rules{}, r.Findings()
	}
	return Builtin().Read(root.As("rules", format.Value{})), r.Findings()
}

// Ensure gaps, overlaps, hours and dates the wrong way round, unknown zones, days, calendars and places,
// dates that are all over, and rules that leave no hour are all told with their lines.
func TestMistakes(t *testing.T) {
	data, err := os.ReadFile("testdata/mistakes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, findings := read("rules.yaml", data)
	var got strings.Builder
	for _, f := range findings {
		got.WriteString(f.Error() + "\n")
	}
	const golden = "testdata/mistakes.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error("-want +got", diff)
	}
}

// FuzzRead feeds the reader whatever a file may hold: it never panics, and what it takes without a
// finding is written and read as the same.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`places: { IT: { hours: "00:00-24:00", source: a, reviewed: 2026-01-01 } }`,
		"calendars: { c: [january 1 observed, last monday of may, easter +1] }\nplaces:\n  US-TX:\n    - hours: [Mon-Sat 09:00-21:00, Sun closed]\n" +
			"      holidays: [c, us_federal]\n      caps: [3 per 24h, { limit: 1 per 7d, by: topic }]\n      until: 2027-01-01\n      source: a\n      reviewed: 2026-01-01\n",
		`places: { FR: { hours: [Mon 09:00-12:00], purposes: [service], safe: { zone: Europe/Paris, hours: "10:00-12:00" } } }`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, findings := read("rules.yaml", data)
		if len(findings) > 0 {
			return
		}
		own := Own(rules.All)
		if len(own) == 0 {
			return
		}
		again, findings := read("again.yaml", Print(own))
		if len(findings) > 0 || cmp.Diff(Own(again.All), own) != "" {
			t.Errorf("%v\n%s", findings, cmp.Diff(own, Own(again.All)))
		}
	})
}
