package proof

import (
	"fmt"
	"testing"

	"github.com/parley-sms/parley/fsm"
)

// hundred is a program of a hundred workflows of twenty steps.
func hundred() fsm.Definition {
	d := fsm.Definition{Brand: "Acme", Contact: "help@acme.test", Frequency: "4 a month", Caps: []fsm.Cap{{Max: 3, Per: day}}}
	for i := range 100 {
		w := fsm.Workflow{Name: fmt.Sprintf("w%d", i), Class: fsm.Classes()[i%3], Enter: fsm.Enter{On: []string{fsm.OptedIn}, Limit: 1, Per: week}}
		for k := range 5 {
			w.Steps = append(w.Steps, ask(fmt.Sprintf("ask%d", k), 1), send(fmt.Sprintf("send%d", k), 9*day/24),
				pause(fmt.Sprintf("wait%d", k), day), fsm.Step{Name: fmt.Sprintf("branch%d", k), Kind: fsm.BranchStep,
					Cases: []fsm.BranchCase{{If: "orders.count > 1", Then: "ask0"}, {Then: "send4"}}})
		}
		d.Workflows = append(d.Workflows, w)
	}
	return d
}

// BenchmarkCheck proves a hundred workflows of twenty steps.
func BenchmarkCheck(b *testing.B) {
	p, err := fsm.Compile(hundred(), "r1")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if faults, r := Check(p); r.Steps != 2000 || len(faults) == 0 {
			b.Fatal(r.Steps, faults)
		}
	}
}

// BenchmarkBounds gives what the fuses of the same program go by, as is done when it goes live.
func BenchmarkBounds(b *testing.B) {
	p, err := fsm.Compile(hundred(), "r1")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if Bounds(p).All == 0 {
			b.Fatal("nothing bounds it")
		}
	}
}
