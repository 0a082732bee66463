package script

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/format"
)

// shop is the program that tests of this package belong to.
func shop(t testing.TB) *fsm.Program {
	t.Helper()
	p, findings := program.Check(os.DirFS("../testdata/shop"))
	if p == nil {
		t.Fatal(findings)
	}
	return p
}

// Ensure nothing in a test file makes reading it panic, every fault is told with its file, and a file
// with faults gives no tests.
func FuzzRead(f *testing.F) {
	p := shop(f)
	files, err := filepath.Glob("../testdata/*/tests/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no tests: %v", err)
	}
	for _, file := range append(files, "testdata/mistakes.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tests, findings := Read(fstest.MapFS{"tests/a.yaml": {Data: data}}, p)
		for _, finding := range findings {
			if finding.File != "tests/a.yaml" || finding.Message == "" {
				t.Errorf("a finding without its place: %+v", finding)
			}
			if finding.Severity == format.Wrong && tests != nil {
				t.Error("tests in spite of a fault")
			}
		}
	})
}
