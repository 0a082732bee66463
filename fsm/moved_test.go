package fsm

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// movedPrograms are a program and what became of it: a workflow and its steps have other names, delays are
// other ones, and a step has come before those that were sent.
func movedPrograms(old bool) func(*Definition) {
	return func(d *Definition) {
		d.Events["moved"] = EventType{Fields: map[string]Field{"code": {Type: StringType}}}
		w := Workflow{Name: "old", Class: Lifecycle, Enter: Enter{On: []string{"moved"}, Key: "code", Delay: time.Hour, Limit: 1, Per: 900 * time.Hour},
			Steps: []Step{
				{Name: "first", Kind: SendStep, Texts: say("First.")},
				{Name: "which", Kind: AskStep, Texts: say("Reply A or B."), Timeout: 48 * time.Hour, OnTimeout: End, Retry: "A or B?", Retries: 2,
					Answers: []Answer{{Name: "a", Words: []string{"a"}, Next: "pause"}, {Name: "b", Words: []string{"b"}, Next: "gone"}}},
				{Name: "gone", Kind: SendStep, Texts: say("Only in the old one."), Next: End},
				{Name: "pause", Kind: WaitStep, Wait: Wait{For: 24 * time.Hour}},
				{Name: "last", Kind: SendStep, Texts: say("Last.")},
			}}
		if !old {
			w.Name, w.Enter.Delay, w.Moved = "new", 3*time.Hour, map[string]string{"first": "hello", "which": "ask", "pause": "rest"}
			d.Moved = map[string]string{"older": "old", "old": "new"}
			w.Steps[0].Name, w.Steps[1].Name, w.Steps[3].Name = "hello", "ask", "rest"
			w.Steps[1].Answers = []Answer{{Name: "a", Words: []string{"a"}}}
			w.Steps[3].Wait.For = 48 * time.Hour
			w.Steps = append(slices.Delete(w.Steps, 2, 3), Step{Name: "again", Kind: BranchStep, Cases: []BranchCase{{If: "orders.count == 0", Then: "hello2"}, {Then: End}}},
				Step{Name: "hello2", Kind: SendStep, Texts: say("Bye.")})
		}
		d.Workflows = append(d.Workflows, w)
	}
}

// Ensure that names are followed over several moves, never in a circle, and never away from one that lives.
func TestRenamed(t *testing.T) {
	p := compiled(t, "moved_new")
	p.Moved = map[string]string{"a": "b", "b": "new", "x": "y", "y": "x", "news": "new", "lost": "nowhere"}
	for old, want := range map[string]string{"a.first": "new.hello", "new.hello": "new.hello", "x.first": "x.first", "news.tell": "news.tell",
		"lost.first": "nowhere.first", "b.pause": "new.rest", "b.gone": "new.gone"} {
		workflow, step := p.stepNamed(old)
		if got := workflow + "." + step; got != want {
			t.Errorf("%s is now %s, want %s", old, got, want)
		}
	}
}

// Ensure that all that a record knows by name is renamed: what a run remembers, questions and where their
// answers lead, texts that want to go, are on the wire or in doubt, timers, entries, and the state.
func TestRenameRecord(t *testing.T) {
	p := compiled(t, "moved_new")
	want := func(step string) Want {
		return Want{Run: 1, Step: step, Class: Lifecycle, Priority: PriorityLifecycle}
	}
	record := func(workflow, first, which, pause string) Record {
		run := Run{ID: 1, Workflow: workflow, Step: which, Phase: Asked, Arms: map[string]string{pause: "x"}, Replies: map[string]string{which: "a"}, Clicks: []Click{{Step: first, N: 1}}}
		q := Question{Run: 1, Workflow: workflow, Step: which, Class: Lifecycle, Answers: []Answer{{Name: "a", Next: pause}, {Name: "b", Next: "gone"}}}
		w := want(which)
		return Record{Phone: thePerson, State: State("subscribed+" + workflow + "." + which), Runs: []Run{run}, Question: &q, Stack: []Question{q}, Closed: &q,
			Calendar: []Item{{At: 1, Kind: ItemTimeout, Run: 1, Step: which}, {At: 2, Kind: ItemText, Want: &w}, {At: 3, Kind: ItemEnter, Workflow: workflow, Fact: &Happened{Type: "moved"}}},
			Ready:    []Want{want(first)}, Wire: &Flight{Seq: 1, Want: want(first)}, Doubts: []Flight{{Seq: 2, Want: want(which)}}, Entries: []Entered{{Workflow: workflow, At: 5}}}
	}
	given := record("old", "first", "which", "pause")
	d := &deciding{p: p, rec: given.clone()}
	d.rename()
	if diff := cmp.Diff(record("new", "hello", "ask", "rest"), d.rec); diff != "" {
		t.Errorf("renamed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(record("old", "first", "which", "pause"), given); diff != "" {
		t.Errorf("the given record was changed (-want +got):\n%s", diff)
	}
}

// Ensure that of two runs which have become the same the older one goes on.
func TestTwinsEnd(t *testing.T) {
	d := &deciding{p: compiled(t, "moved_new"), rec: Record{Runs: []Run{
		{ID: 1, Workflow: "new", Step: "rest", Key: "k"}, {ID: 2, Workflow: "old", Step: "pause", Key: "k"}, {ID: 3, Workflow: "old", Step: "pause", Key: "l"}}}}
	d.rename()
	if len(d.rec.Runs) != 2 || d.rec.Runs[0].ID != 1 || d.rec.Runs[1].ID != 3 {
		t.Errorf("these go on: %+v", d.rec.Runs)
	}
}
