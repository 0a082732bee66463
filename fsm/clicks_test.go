package fsm

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// withClicks adds workflows that go by what people do with their texts.
func withClicks(d *Definition) {
	d.Events["viewed"] = EventType{Fields: map[string]Field{"product": {Type: StringType}}}
	d.Events["survey"] = EventType{}
	d.Workflows = append(d.Workflows,
		Workflow{Name: "nudge", Class: Service, Enter: Enter{On: []string{"viewed"}, Key: "product"},
			Steps: []Step{
				{Name: "look", Kind: SendStep, Texts: say("Look: acme.test/l/1")},
				{Name: "opens", Kind: WaitForStep, Timeout: 4 * time.Hour, OnTimeout: End, Events: []EventWay{{On: LinkClicked}, {On: Purchase, Then: End}}},
				{Name: "more", Kind: SendStep, Texts: say("More: acme.test/l/2")},
				{Name: "opens_more", Kind: WaitForStep, Timeout: 4 * time.Hour, OnTimeout: End, Events: []EventWay{{On: LinkClicked}}},
				{Name: "done", Kind: SendStep, Texts: say("You have seen it all.")},
			}},
		Workflow{Name: "opened", Class: Service, Enter: Enter{On: []string{LinkClicked}, Limit: 1, Per: 24 * time.Hour},
			Steps: []Step{{Name: "hello", Kind: SendStep, Texts: say("Can we help?")}}},
		Workflow{Name: "survey", Class: Service, Enter: Enter{On: []string{"survey"}}, Exits: []Exit{{On: LinkClicked}},
			Steps: []Step{
				{Name: "why", Kind: AskStep, Texts: say("Why? Reply PRICE or TIME."), Timeout: time.Hour, OnTimeout: "late",
					Answers: []Answer{{Name: "price", Words: []string{"price"}}, {Name: "time", Words: []string{"time"}}}},
				{Name: "thanks", Kind: SendStep, Texts: say("Thanks."), Next: "rest"},
				{Name: "late", Kind: WaitForStep, Timeout: 24 * time.Hour, OnTimeout: End, Events: []EventWay{{On: Replied}}},
				{Name: "welcome", Kind: SendStep, Texts: say("Better late than never.")},
				{Name: "rest", Kind: WaitStep, Wait: Wait{For: 48 * time.Hour}},
			}},
		Workflow{Name: "answered", Class: Service, Enter: Enter{On: []string{Replied}, Limit: 1, Per: 24 * time.Hour},
			Steps: []Step{{Name: "hello", Kind: SendStep, Texts: say("We read every answer.")}}},
	)
}

// Ensure that only a person's click moves anything, and that all openings are counted beside the text.
func TestOpeners(t *testing.T) {
	d := newDriver(t, compiled(t, "clicks"), time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	d.do(Fact{Happened: Happened{ID: "v1", Type: "viewed", At: At(d.now), Data: map[string]any{"product": "balm"}}})
	text := d.sent[len(d.sent)-1]
	for _, by := range []Opener{ByBot, ByUnknown, ByBot} {
		d.do(Clicked{ID: "K1", Seq: text.Seq, At: At(d.now), By: by, Why: "it asked by HEAD"})
		if run := d.rec.Runs[0]; run.Step != "opens" || len(run.Clicks) > 0 {
			t.Fatalf("%s moved the run: %+v", by, run)
		}
	}
	d.do(Clicked{ID: "K1", Seq: text.Seq, At: At(d.now)})
	if run := d.rec.Runs[0]; run.Step != "opens_more" {
		t.Errorf("a person did not move the run: %+v", run)
	}
	if diff := cmp.Diff(Openings{People: 1, Unknown: 1, Bots: 2}, d.rows[text.Seq].Opened); diff != "" {
		t.Errorf("openings (-want +got):\n%s", diff)
	}
}

// Ensure that the clicks of a run are counted by step, and that only the latest steps are remembered.
func TestRunCountsClicks(t *testing.T) {
	var r Run
	for i := range MaxClicks + 2 {
		r.click(fmt.Sprintf("s%d", i), Moment(100+i))
	}
	r.click("s5", 7)
	r.click("s5", 300)
	if len(r.Clicks) != MaxClicks || r.Clicks[0].Step != "s2" {
		t.Errorf("%d steps are remembered: %v", len(r.Clicks), r.Clicks)
	}
	if diff := cmp.Diff(Click{Step: "s5", At: 7, N: 3}, r.Clicks[3]); diff != "" {
		t.Errorf("clicks of s5 (-want +got):\n%s", diff)
	}
}

// Ensure that of every type of event that conditions count the newest times are remembered, in their order,
// and that types that nobody counts are forgotten first.
func TestTallies(t *testing.T) {
	p := compiled(t, "shop")
	p.counted = map[string]bool{"a": true, "b": true}
	d := &deciding{p: p, now: 1000}
	for i := range 20 {
		d.tally(Happened{Type: "a", At: Moment(100 - i%2*50 + i)})
	}
	d.tally(Happened{Type: "uncounted", At: 1})
	want := []Tally{{"a", []Moment{65, 67, 69, 100, 102, 104, 106, 108, 110, 112, 114, 116, 118}[1:]}}
	if diff := cmp.Diff(want, d.rec.Tallies); diff != "" {
		t.Errorf("tallies (-want +got):\n%s", diff)
	}
	d.rec.Tallies = []Tally{{"b", []Moment{5}}, {"a", []Moment{9}}, {"old", []Moment{99}}}
	for _, want := range []string{"old", "b", "a"} {
		before := fmt.Sprint(d.rec.Tallies)
		d.forgetTally()
		for _, tally := range d.rec.Tallies {
			if tally.Type == want {
				t.Errorf("of %s, %s is to be forgotten first", before, want)
			}
		}
	}
}

// Ensure that only a step which no circle leads back to counts as sent for good.
func TestSentAlready(t *testing.T) {
	step := func(name string, kind StepKind, next string) Step { return Step{Name: name, Kind: kind, Next: next} }
	w := &workflow{Workflow: Workflow{Steps: []Step{
		step("first", SendStep, ""),
		step("daily", SendStep, ""),
		step("day", WaitStep, ""),
		{Name: "again", Kind: BranchStep, Cases: []BranchCase{{If: "true", Then: "daily"}, {Then: "last"}}},
		step("never", SendStep, "first"),
		step("last", SendStep, ""),
		step("out", ExitStep, "first"),
	}}, index: map[string]int{"first": 0, "daily": 1, "day": 2, "again": 3, "never": 4, "last": 5, "out": 6}}
	run := &Run{}
	for _, s := range w.Steps {
		run.sends(s.Name)
	}
	run.sends("last")
	(&deciding{p: &Program{}}).wentNot(Flight{Want: Want{Step: "out"}}, run)
	for name, want := range map[string]bool{"first": true, "daily": false, "last": true, "out": false} {
		if s, _ := w.step(name); w.sentAlready(s, run) != want {
			t.Errorf("%s counts as sent: %t", name, !want)
		}
	}
	for i := range 2 * MaxSent {
		run.sends(fmt.Sprint(i))
	}
	if len(run.Sent) != MaxSent {
		t.Errorf("%d steps are remembered, at most %d", len(run.Sent), MaxSent)
	}
}
