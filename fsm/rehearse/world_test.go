package rehearse

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// small is a program of one workflow with a test of some lines.
func small(t *testing.T, workflow, person, lines string) Report {
	t.Helper()
	settings := `
brand: Acme
contact: help@acme.test
frequency: few
send_hours: "00:00-24:00"
caps: [{ limit: 20 per 24h, classes: [service] }]
events: { go: { n: number? } }
`
	test := "tests:\n  - test: it\n    person: " + person + "\n    steps:\n" + lines
	files := fstest.MapFS{}
	for name, data := range map[string]string{"program.yaml": settings, "workflows/w.yaml": workflow, "tests/w.yaml": test} {
		files[name] = &fstest.MapFile{Data: []byte(strings.TrimSpace(data) + "\n")}
	}
	p, findings := program.Check(files)
	if p == nil {
		t.Fatal(findings)
	}
	tests, faults := script.Read(files, p)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return Run(p, tests, Options{})
}

const waits = `
workflow: w
class: service
enter: { on: go }
steps:
  - wait: 1m
    name: start
    then: start
`

// Ensure a test of more than can be played ends with a reason.
func TestEndless(t *testing.T) {
	report := small(t, waits, "{}", "      - event: go\n      - wait: 1000d\n")
	got := report.Files[0].Tests[0]
	if got.OK || !strings.Contains(got.Failure.Message, "more than 20000 things happen") || got.Failure.Place.Line != 6 {
		t.Errorf("%+v", got.Failure)
	}
}

const arms = `
workflow: w
class: service
enter: { on: go }
steps:
  - split: first
    arms: { a: 90, b: 10 }
  - split: second
    arms: { a: 95, b: 5 }
  - send: hi
    text: "Acme: hi"
`

// Ensure a person gets the arms that a test wants, however rare.
func TestArms(t *testing.T) {
	for _, choice := range []string{"w.first=a w.second=a", "w.first=b w.second=b"} {
		wanted := map[string]string{}
		for pair := range strings.FieldsSeq(choice) {
			split, arm, _ := strings.Cut(pair, "=")
			wanted[split] = arm
		}
		report := small(t, arms, "{ subscribed: true }\n    arms: { "+strings.ReplaceAll(strings.ReplaceAll(choice, "=", ": "), " w", ", w")+" }",
			"      - event: go\n      - receives: \"Acme: hi\"\n")
		got := report.Files[0].Tests[0]
		if !got.OK {
			t.Fatalf("%+v", got)
		}
		said := ""
		for _, e := range got.Transcript {
			said += e.Text + "\n"
		}
		for _, split := range slices.Sorted(maps.Keys(wanted)) {
			if !strings.Contains(said, split+" gives arm "+wanted[split]) {
				t.Errorf("%s: not in\n%s", choice, said)
			}
		}
	}
}

// Ensure a pattern picks tests by name or file, and then nothing is said of what was not shown.
func TestOnly(t *testing.T) {
	report := play(t, "shop")
	if len(report.Coverage) == 0 {
		t.Error("no coverage of all tests")
	}
	for pattern, want := range map[string]int{"late STOP": 1, "welcome.yaml": 2, "nothing of this": 0} {
		got := playOnly(t, "shop", regexp.MustCompile(pattern))
		if got.Passed+got.Failed != want || len(got.Coverage) > 0 {
			t.Errorf("%s: %d passed, %d failed, coverage of %d", pattern, got.Passed, got.Failed, len(got.Coverage))
		}
	}
}
