package rehearse

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// Ensure whatever can be read as a test can be played to an end, and that it plays the same way twice.
func FuzzRun(f *testing.F) {
	p, findings := program.Check(os.DirFS("testdata/shop"))
	if p == nil {
		f.Fatal(findings)
	}
	files, err := filepath.Glob("testdata/shop/tests/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no tests: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tests, _ := script.Read(fstest.MapFS{"tests/a.yaml": {Data: data}}, p)
		once, again := Run(p, tests, Options{LessonOf: lesson}), Run(p, tests, Options{LessonOf: lesson})
		if diff := cmp.Diff(once, again, cmpopts.IgnoreUnexported(Failure{})); diff != "" {
			t.Errorf("played twice (-once +again):\n%s", diff)
		}
		_ = once.Text(true)
	})
}
