package fsm

import (
	"fmt"
	"testing"
	"time"
)

// Ensure that a cap still counts its texts after many others went out, and that what nobody counts
// is forgotten first.
func TestCapsSurviveManyTexts(t *testing.T) {
	start := local(t, theZone, "2026-03-02 10:00").Time()
	d := newDriver(t, compiled(t, "capped"), start)
	d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
	happens := func(event string) {
		d.texts++
		d.do(Fact{Happened: Happened{ID: fmt.Sprint(d.texts), Type: event, At: At(d.now)}})
	}
	for range 3 { // all that seven days allow
		happens("news")
		d.to(d.now.Add(24 * time.Hour))
	}
	if len(d.sent) != 3 {
		t.Fatalf("%d texts went out, want 3", len(d.sent))
	}
	for range 3 * MaxReleased {
		happens("shipped")
		d.to(d.now.Add(30 * time.Minute))
	}
	before := len(d.sent)
	happens("news")
	d.to(d.now.Add(time.Hour))
	if len(d.sent) != before {
		t.Errorf("a fourth text in seven days: %s", d.sent[before].Body)
	}
	d.to(start.Add(7*24*time.Hour + time.Hour))
	happens("news")
	d.to(d.now.Add(24 * time.Hour))
	if len(d.sent) == before {
		t.Error("nothing goes out any more")
	}
}

// Ensure that of too many entries those are remembered whose limits last longest.
func TestEntriesThatLast(t *testing.T) {
	def := shop()
	def.Workflows = nil
	def.Keywords = nil
	for i := range MaxEntries + 8 {
		per := time.Hour * time.Duration(1+i)
		def.Events[fmt.Sprintf("e%d", i)] = EventType{}
		def.Workflows = append(def.Workflows, Workflow{Name: fmt.Sprintf("w%d", i), Class: Service,
			Enter: Enter{On: []string{fmt.Sprintf("e%d", i)}, Limit: 1, Per: per}, Steps: []Step{{Name: "out", Kind: ExitStep}}})
	}
	p, err := Compile(def, "r")
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, p, local(t, theZone, "2026-03-02 10:00").Time())
	for i := MaxEntries + 7; i >= 0; i-- {
		d.do(Fact{Happened: Happened{ID: fmt.Sprint(i), Type: fmt.Sprintf("e%d", i), At: At(d.now)}})
	}
	if len(d.rec.Entries) != MaxEntries {
		t.Fatalf("%d entries", len(d.rec.Entries))
	}
	for _, e := range d.rec.Entries {
		if p.workflows[e.Workflow].Enter.Per <= 8*time.Hour {
			t.Errorf("the entry of %s is remembered", e.Workflow)
		}
	}
	d.to(d.now.Add(1000 * time.Hour))
	d.text(Inbound{Body: "hello"})
	if len(d.rec.Entries) != 0 {
		t.Errorf("%d entries that no limit counts are remembered", len(d.rec.Entries))
	}
}

// Ensure that ids are remembered for a long while, and that a record knows when it may have
// forgotten some.
func TestSaw(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
	d.busy = true
	for i := range MaxSeen + 5 {
		if saw, all := d.rec.Saw("IN1"); i > 0 && i < MaxSeen && !saw || i < minSeen && !all {
			t.Errorf("after %d texts: saw %t, all %t", i, saw, all)
		}
		d.text(Inbound{Body: "hello"})
	}
	if saw, all := d.rec.Saw("IN1"); saw || all {
		t.Errorf("in the end: saw %t, all %t", saw, all)
	}
	if saw, _ := d.rec.Saw("never"); saw {
		t.Error("an id that never came was seen")
	}
}
