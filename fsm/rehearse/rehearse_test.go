package rehearse

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-was +is):\n%s", name, diff)
	}
}

// lesson is what the error codes of the tests teach.
func lesson(code string) fsm.Lesson {
	return map[string]fsm.Lesson{"21610": fsm.LessonOptOut, "30006": fsm.LessonLandline, "30003": fsm.LessonUnreachable}[code]
}

// play runs the tests of a folder of testdata.
func play(t *testing.T, folder string) Report {
	t.Helper()
	return playOnly(t, folder, nil)
}

func playOnly(t *testing.T, folder string, only *regexp.Regexp) Report {
	t.Helper()
	files := os.DirFS(filepath.Join("testdata", folder))
	p, findings := program.Check(files)
	if p == nil {
		t.Fatal(findings)
	}
	tests, faults := script.Read(files, p)
	for _, f := range faults {
		t.Error(f)
	}
	return Run(p, tests, Options{Only: only, LessonOf: lesson})
}

// Ensure transcripts, differences and coverage of tests that pass and fail stay as they were, and that
// exactly those fail that stand in failing.yaml.
func TestShop(t *testing.T) {
	report := play(t, "shop")
	for _, f := range report.Files {
		for _, r := range f.Tests {
			if r.OK == (f.Name == "tests/failing.yaml") {
				t.Errorf("%s: %q: ok %v", f.Name, r.Name, r.OK)
			}
		}
	}
	golden(t, "shop.txt", report.Text(true))
}

// Ensure the tests pass whose transcripts show how a person's clock, time zones and carriers act.
func TestPassing(t *testing.T) {
	for _, folder := range []string{"clock", "carrier", "events"} {
		t.Run(folder, func(t *testing.T) {
			report := play(t, folder)
			golden(t, folder+".txt", report.Text(true))
			if report.Failed > 0 {
				t.Errorf("%d failed", report.Failed)
			}
		})
	}
}
