package report_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// year fills a store with the sums of a year: of 100 workflows with four texts each, ten million texts.
func year(b *testing.B) *boltstore.Store {
	s, err := boltstore.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	names := []string{fsm.SumReleased, fsm.SumSegments, fsm.SumCost, fsm.SumDelivered, fsm.SumClicked}
	const people = 73
	for day := range fsm.Day(365) {
		var list []fsm.Measure
		for w := range 100 {
			workflow := fmt.Sprintf("workflow_%d", w)
			list = append(list, fsm.Measure{Day: day, Workflow: workflow, Name: fsm.SumEntered, N: people}, fsm.Measure{Day: day, Workflow: workflow, Name: fsm.SumGoals, N: 3})
			for step := range 4 {
				for _, name := range names {
					list = append(list, fsm.Measure{Day: day, Workflow: workflow, Step: fmt.Sprint("step_", step), Name: name, N: people})
				}
			}
			for _, guard := range []string{"quiet", "cap"} {
				list = append(list, fsm.Measure{Day: day, Workflow: workflow, Step: "step_1", Name: fsm.SumHeld, Detail: guard, N: 5})
			}
		}
		_, err := s.Update(context.Background(), "+15005550006", func(v store.View) (fsm.Decision, error) {
			d := fsm.Decision{Next: v.Record(), Measures: list}
			d.Next.Version++
			return d, nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// How long the report of a year takes that had ten million texts.
func BenchmarkYear(b *testing.B) {
	s, p := year(b), shop(b)
	for b.Loop() {
		_, err := report.Make(context.Background(), s, p, report.Question{From: 0, To: 364}, func(string, string) fsm.Moment { return 0 })
		if err != nil {
			b.Fatal(err)
		}
	}
}
