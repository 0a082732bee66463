package program_test

import (
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/rehearse"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// Ensure there is nothing to remark on the shipped programs, that all their tests pass, and that these
// show everything that can happen in them.
func TestExamples(t *testing.T) {
	for _, name := range []string{"shop", "clinic", "starter"} {
		t.Run(name, func(t *testing.T) {
			files := program.Example(name)
			p, findings := program.Check(files)
			for _, f := range findings {
				t.Error(f)
			}
			if p == nil {
				t.FailNow()
			}
			tests, faults := script.Read(files, p)
			for _, f := range faults {
				t.Error(f)
			}
			report := rehearse.Run(p, tests, rehearse.Options{})
			for _, f := range report.Files {
				for _, r := range f.Tests {
					if r.Failure != nil {
						t.Errorf("%s: %s: %+v", f.Name, r.Name, *r.Failure)
					}
				}
			}
			for _, c := range report.Coverage {
				for _, g := range c.Groups {
					if len(g.Never) > 0 {
						t.Errorf("%s: no test has shown %s: %q", c.Workflow, g.Kind, g.Never)
					}
				}
			}
		})
	}
}

// Ensure the demo asks about marketing only where there is consent, and about services everywhere.
func TestDemo(t *testing.T) {
	p, findings := program.Check(program.Demo())
	if p == nil {
		t.Fatal(findings)
	}
	for _, state := range []string{"subscribed+welcome.interest", "unknown+care.rating", "pending+preferences.interest"} {
		if !p.Machine().Knows(fsm.State(state)) {
			t.Errorf("no state %s", state)
		}
	}
	if p.Machine().Knows("unknown+welcome.interest") {
		t.Error("a marketing question without consent")
	}
}
