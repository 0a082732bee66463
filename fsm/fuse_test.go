package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// fused drives somebody under the offers program, with bounds: its workflow "second" sends two service
// texts for the first event, and one for each other.
func fused(t *testing.T, b *Bounds) *driver {
	d := newDriver(t, compiled(t, "offers"), time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	d.bounds = b
	d.text(Inbound{Body: "JOIN"})
	return d
}

func (d *driver) event(kind string) {
	d.texts++
	d.do(Fact{Happened: Happened{ID: fmt.Sprint("event ", d.texts), Type: kind, At: At(d.now)}})
}

// named counts the texts of a workflow.
func (d *driver) named(workflow string) (n int) {
	for _, m := range d.sent {
		if strings.HasPrefix(m.Name, workflow+".") {
			n++
		}
	}
	return n
}

// Ensure that the first text beyond a workflow's bound is held, stops the workflow for everybody and is told
// of once; and that the person gets no more of it until a day has passed, though it is resumed.
func TestFuseOfWorkflow(t *testing.T) {
	d := fused(t, &Bounds{Workflows: map[string]int{"second": 3}, All: 100})
	var stops []string
	d.log = func(dec Decision) { stops = append(stops, dec.Stops...) }
	for range 3 {
		d.event("second")
		d.now = d.now.Add(time.Minute)
	}
	if d.named("second") != 3 || !slices.Equal(stops, []string{"second"}) || len(d.alarms) != 1 {
		t.Fatalf("%d texts, stopped %v, alarms %v; want 3 texts and one alarm", d.named("second"), stops, d.alarms)
	}
	d.event("first") // another workflow goes on
	if d.named("first") == 0 {
		t.Error("the other workflow was stopped, too")
	}
	d.do(Refit{}) // as a resumed pause does
	if d.named("second") != 3 || len(stops) != 1 {
		t.Errorf("%d texts after it was resumed, stopped %v", d.named("second"), stops)
	}
	d.to(d.now.Add(25 * time.Hour))
	if d.event("second"); d.named("second") != 4 {
		t.Errorf("%d texts on the next day, want 4", d.named("second"))
	}
}

// Ensure that a person who was to get more than all workflows can send gets nothing unasked until a day has
// passed, that answers still come, and that no workflow is stopped.
func TestFuseOfPerson(t *testing.T) {
	d := fused(t, &Bounds{All: 3})
	d.log = func(dec Decision) {
		if len(dec.Stops) > 0 {
			t.Errorf("stopped %v", dec.Stops)
		}
	}
	for _, kind := range []string{"second", "first", "second"} {
		d.event(kind)
	}
	if n := d.named("second") + d.named("first"); n != 3 || len(d.alarms) != 1 {
		t.Fatalf("%d texts, alarms %v, want 3 texts and one alarm", n, d.alarms)
	}
	texts := len(d.sent)
	if d.text(Inbound{Body: "HELP"}); len(d.sent) != texts+1 {
		t.Error("HELP was not answered")
	}
	d.to(d.now.Add(25 * time.Hour))
	if d.event("second"); d.named("second")+d.named("first") != 4 {
		t.Error("nothing went on the next day")
	}
}

// Ensure that a core that has lost an entry limit is stopped at what was proven of the program that has it.
func TestFuseCatchesAFault(t *testing.T) {
	def := definitions()["offers"]
	for i := range def.Workflows {
		if def.Workflows[i].Name == "second" {
			def.Workflows[i].Enter.Limit, def.Workflows[i].Enter.Per = 1, 30*24*time.Hour
		}
	}
	p, err := Compile(def, "r1")
	if err != nil {
		t.Fatal(err)
	}
	p.workflows["second"].Enter.Limit = 0 // the fault
	d := fused(t, &Bounds{Workflows: map[string]int{"second": 2}, All: 2})
	d.p = p
	for range 20 {
		d.event("second")
		d.now = d.now.Add(time.Second)
	}
	if d.named("second") != 2 || len(d.alarms) != 1 {
		t.Errorf("%d texts, alarms %v; want 2 texts and an alarm", d.named("second"), d.alarms)
	}
}

// Ensure what does not count: texts that did not go, texts that go once more because nobody knows whether
// they went, and those of runs that somebody began by hand. Another revision counts anew.
func TestFuseCounts(t *testing.T) {
	count := func(d *driver) (n int) {
		for _, f := range d.rec.Fuses {
			if f.Workflow == "second" {
				n = f.Count
			}
		}
		return n
	}
	for name, test := range map[string]struct {
		outcomes    []Outcome
		want, texts int
	}{
		"accepted":       {nil, 2, 3},
		"not sent":       {[]Outcome{NotSent, Throttled, NotSent}, 2, 6},
		"refused":        {[]Outcome{Refused}, 2, 3},
		"in doubt, sent": {[]Outcome{GivenUp, Accepted}, 2, 4},
	} {
		d := fused(t, &Bounds{Workflows: map[string]int{"second": 2}, All: 2})
		for _, o := range test.outcomes {
			d.next = append(d.next, Settled{Outcome: o})
		}
		d.event("second")
		d.to(d.now.Add(5 * time.Hour))
		if got := count(d); got != test.want || len(d.alarms) > 0 {
			t.Errorf("%s: %d are counted, want %d; alarms %v", name, got, test.want, d.alarms)
		}
		d.do(Enrol{Workflow: "second", ID: "friends.csv"})
		if got := count(d); got != test.want || d.named("second") != test.texts {
			t.Errorf("%s: %d are counted after an entry by hand, want %d; texts %d", name, got, test.want, d.named("second"))
		}
		d.do(Attributes{Zone: "Asia/Tokyo"})
		if got := count(d); got != 0 {
			t.Errorf("%s: %d are counted under another clock", name, got)
		}
	}
	d := fused(t, &Bounds{All: 2})
	d.event("second")
	other, err := Compile(definitions()["offers"], "r2")
	if err != nil {
		t.Fatal(err)
	}
	d.p = other
	if d.event("second"); count(d) != 1 || len(d.alarms) > 0 {
		t.Errorf("%d are counted under another revision, alarms %v", count(d), d.alarms)
	}
}
