package bench

import (
	"testing"
	"time"
)

// Ensure the measurement runs from end to end, and that every text in it is answered.
func TestRun(t *testing.T) {
	report, err := Run(t.Context(), Config{Dir: t.TempDir(), Subscribers: 2000, Levels: []int{1, 8}, For: 600 * time.Millisecond, Slow: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range report.Levels {
		if l.Texts.Count == 0 || l.Failed != 0 || l.Raw.Count == 0 {
			t.Errorf("with %d in flight %d texts were answered, %d were not, and the raw store did %d", l.InFlight, l.Texts.Count, l.Failed, l.Raw.Count)
		}
	}
	if report.Preloaded.Count != 2000 || report.Slow.Texts.Count == 0 {
		t.Errorf("%d subscribers were put on record, %d texts went to the slow carrier", report.Preloaded.Count, report.Slow.Texts.Count)
	}
}
