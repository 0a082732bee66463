package plan

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

var update = flag.Bool("update", false, "write the golden anew")

func say(name, text string) fsm.Step {
	return fsm.Step{Name: name, Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: text}}}
}

func wait(name string, d time.Duration) fsm.Step {
	return fsm.Step{Name: name, Kind: fsm.WaitStep, Wait: fsm.Wait{For: d}}
}

// before is a live program, after one with an edit of every kind.
func before() fsm.Definition {
	ask := fsm.Step{Name: "interest", Kind: fsm.AskStep, Timeout: time.Hour, Answers: []fsm.Answer{{Name: "skin", Words: []string{"1"}}}}
	return fsm.Definition{Brand: "Acme", Caps: []fsm.Cap{{Max: 4, Per: 7 * 24 * time.Hour}}, Workflows: []fsm.Workflow{
		{Name: "welcome", Class: fsm.Lifecycle, Enter: fsm.Enter{On: []string{"opted_in"}}, Steps: []fsm.Step{ask, wait("rest", 24*time.Hour), say("tips", "Tips"), say("bye", "Bye")}},
		{Name: "cart", Class: fsm.Lifecycle, Enter: fsm.Enter{Limit: 1, Per: 7 * 24 * time.Hour}, Steps: []fsm.Step{say("remind", "Your cart"), wait("day", 24*time.Hour), say("offer", "10%"), say("last", "Last call")}},
		{Name: "news", Class: fsm.Promo, Steps: []fsm.Step{say("one", "News")}},
		{Name: "care", Class: fsm.Service, Steps: []fsm.Step{say("note", "Thanks")}},
	}}
}

func after() fsm.Definition {
	d := before()
	d.Caps[0].Max = 6
	welcome, cart := &d.Workflows[0], &d.Workflows[1]
	welcome.Steps[0].Answers = []fsm.Answer{{Name: "skin", Words: []string{"1", "skin"}}}
	welcome.Steps[0].Timeout = 2 * time.Hour
	welcome.Steps[1].Wait.For = 36 * time.Hour
	welcome.Steps[2], welcome.Steps[3] = welcome.Steps[3], welcome.Steps[2]
	cart.Class, cart.Enter.Limit = fsm.Promo, 2
	cart.Steps = []fsm.Step{say("remind", "Your cart waits"), wait("day", 12*time.Hour), say("nudge", "Still there"), say("final", "Last call")}
	cart.Moved = map[string]string{"last": "final"}
	d.Moved = map[string]string{"news": "letter"}
	d.Workflows[2].Name = "letter"
	d.Workflows[3] = fsm.Workflow{Name: "vip", Class: fsm.Promo, Steps: []fsm.Step{say("hello", "Hello")}}
	return d
}

func standing() map[fsm.Stand]int64 {
	return map[fsm.Stand]int64{
		{Workflow: "welcome", Step: "interest", Phase: fsm.Asked}: 10,
		{Workflow: "welcome", Step: "rest", Phase: fsm.Scheduled}: 5,
		{Workflow: "cart", Step: "remind", Phase: fsm.Wanting}:    1,
		{Workflow: "cart", Step: "remind", Phase: fsm.OnWire}:     1,
		{Workflow: "cart", Step: "day", Phase: fsm.Scheduled}:     800,
		{Workflow: "cart", Step: "offer", Phase: fsm.Wanting}:     30,
		{Workflow: "cart", Step: "last", Phase: fsm.Wanting}:      7,
		{Workflow: "news", Step: "one", Phase: fsm.Wanting}:       100,
		{Workflow: "care", Step: "note", Phase: fsm.OnWire}:       2,
	}
}

func sides() (live, next Side) {
	return Side{"aaaa", before(), []Bound{{"24h", "3"}, {"7d", "8"}}}, Side{"bbbb", after(), []Bound{{"24h", "4"}, {"7d", "8"}}}
}

// Ensure a plan tells of every kind of edit what it does to whom.
func TestPlan(t *testing.T) {
	live, next := sides()
	got := Make(live, next, standing(), map[string]fsm.Pause{"cart": fsm.PauseSends}).String()
	const file = "testdata/plan.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Ensure the hash is of the change alone: people who come and go leave it, and every edit and pause
// makes another.
func TestHash(t *testing.T) {
	live, next := sides()
	confirmed := Make(live, next, standing(), nil).Hash
	if empty := Make(live, next, nil, nil).Hash; empty != confirmed {
		t.Errorf("with nobody inside it is %s, not %s", empty, confirmed)
	}
	for what, change := range map[string]func(*Side, map[string]fsm.Pause){
		"the revision": func(s *Side, _ map[string]fsm.Pause) { s.Revision = "cccc" },
		"a cap":        func(s *Side, _ map[string]fsm.Pause) { s.Definition.Caps[0].Max = 5 },
		"a wait":       func(s *Side, _ map[string]fsm.Pause) { s.Definition.Workflows[1].Steps[1].Wait.For = time.Hour },
		"a move":       func(s *Side, _ map[string]fsm.Pause) { s.Definition.Workflows[1].Moved = nil },
		"a pause":      func(_ *Side, p map[string]fsm.Pause) { p["cart"] = fsm.PauseDrain },
	} {
		live, next := sides()
		paused := map[string]fsm.Pause{}
		change(&next, paused)
		if Make(live, next, standing(), paused).Hash == confirmed {
			t.Errorf("with another %s the hash is the same", what)
		}
	}
}

// Ensure a program that is live already changes nothing, and the first one is all new.
func TestNothing(t *testing.T) {
	live, _ := sides()
	if p := Make(live, live, standing(), nil); !p.Nothing() || p.Runs != 956 {
		t.Errorf("%+v", p)
	}
	p := Make(Side{}, live, nil, nil)
	for _, w := range p.Workflows {
		if w.Kind != Added {
			t.Errorf("%s is %s", w.Name, w.Kind)
		}
	}
}

// Ensure runs of people whom the live program has not met yet are counted where they will stand.
func TestOldNamesAreCounted(t *testing.T) {
	_, live := sides()
	next := live
	next.Revision = "cccc"
	next.Definition = after()
	next.Definition.Workflows[1].Steps[3].Texts[0].Text = "The very last call"
	p := Make(live, next, map[fsm.Stand]int64{{Workflow: "cart", Step: "last", Phase: fsm.Wanting}: 7}, nil)
	if len(p.Workflows) != 1 || p.Workflows[0].Runs != 7 || len(p.Workflows[0].Steps) != 1 || p.Workflows[0].Steps[0].Runs != 7 {
		t.Errorf("%+v", p)
	}
}
