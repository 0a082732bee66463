package rehearse

import (
	"os"
	"testing"

	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// BenchmarkRun plays the tests of a shop once for each iteration.
func BenchmarkRun(b *testing.B) {
	files := os.DirFS("testdata/shop")
	p, findings := program.Check(files)
	if p == nil {
		b.Fatal(findings)
	}
	tests, _ := script.Read(files, p)
	n := 0
	for b.Loop() {
		r := Run(p, tests, Options{})
		n += r.Passed + r.Failed
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tests/s")
}
