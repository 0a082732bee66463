package experiments_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
)

// BenchmarkRead tells what came of 100 experiments of four arms to which 100,000 people came each, over 400 days.
func BenchmarkRead(b *testing.B) {
	def := fsm.Definition{Brand: "Acme", Contact: "help@acme.test", Frequency: "few msgs", Zone: "America/New_York", Currency: "USD", Events: map[string]fsm.EventType{"cart": {}}}
	arms := []fsm.Arm{{Name: "control", Weight: 25}, {Name: "a", Weight: 25}, {Name: "b", Weight: 25}, {Name: "c", Weight: 25}}
	for i := range 100 {
		def.Workflows = append(def.Workflows, fsm.Workflow{Name: fmt.Sprintf("w%d", i), Class: fsm.Lifecycle, Enter: fsm.Enter{On: []string{"cart"}},
			Steps: []fsm.Step{{Name: "test", Kind: fsm.SplitStep, Arms: arms}, {Name: "send", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Acme: your cart."}}}}})
	}
	p, err := fsm.Compile(def, "r1")
	if err != nil {
		b.Fatal(err)
	}
	var s sums
	const days = 400
	from := now.Add(-days * 24 * time.Hour).Time().Format(time.DateOnly)
	for i := range 100 {
		for n, arm := range arms {
			s.arm(p, fmt.Sprintf("w%d.test", i), arm.Name, from, days, outcomes(62, int64(3+n), 150, 9000, 1, 60))
		}
	}
	b.ResetTimer()
	for range b.N {
		if r, err := experiments.Read(b.Context(), s, p, now); err != nil || len(r.Experiments) != 100 {
			b.Fatal(err, len(r.Experiments))
		}
	}
}
