package proof

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

// Ensure that no order of events makes a program text a person more often unasked than it was told at
// worst, in a day or a week, by each workflow and by all, before caps and after.
func TestWorstCaseIsABound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randomProgram(t)
		c := crowdOf(p)
		w := newWorld(t, p)
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			w.step()
		}
		w.to(w.now.Add(3 * day))
		for _, span := range []time.Duration{day, week} {
			worst := c.worst(span)
			for _, s := range worst.Shares {
				of := func(m fsm.Message) bool { return strings.HasPrefix(m.Name, s.Workflow+".") }
				if got := w.most(span, of); !s.Open && got > s.Before || got > s.After {
					t.Fatalf("%s: %d texts in %s, at worst %+v\n%v", s.Workflow, got, span, s, w.texts)
				}
			}
			got := w.most(span, func(fsm.Message) bool { return true })
			if len(worst.Open) == 0 && got > worst.Before || got > worst.After {
				t.Fatalf("%d texts in %s, at worst %+v\n%v", got, span, worst, w.texts)
			}
		}
	})
}

// worstOf compiles workflows under caps and gives the worst day and week.
func worstOf(t *testing.T, caps []fsm.Cap, workflows ...fsm.Workflow) (Worst, Worst) {
	t.Helper()
	p, err := fsm.Compile(fsm.Definition{Brand: "Acme", Contact: "c", Frequency: "f", Quiet: always(), Caps: caps, Workflows: workflows}, "r1")
	if err != nil {
		t.Fatal(err)
	}
	c := crowdOf(p)
	return c.worst(day), c.worst(week)
}

// Ensure a workflow's own caps bound its texts, in its share and in all.
func TestOwnCaps(t *testing.T) {
	w := limited(9, 30*day, send("a", time.Hour))
	w.Caps = []fsm.Cap{{Max: 2, Per: day}, {Max: 3, Per: week}}
	d, all := worstOf(t, nil, w)
	if d.After != 2 || all.After != 3 || d.Shares[0].After != 2 || d.Before != 9 {
		t.Errorf("in a day %+v, in a week %+v", d, all)
	}
}

func send(name string, by time.Duration) fsm.Step {
	return fsm.Step{Name: name, Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Hi"}}, SendBy: by}
}

func pause(name string, span time.Duration) fsm.Step {
	return fsm.Step{Name: name, Kind: fsm.WaitStep, Wait: fsm.Wait{For: span}}
}

func limited(n int, per time.Duration, steps ...fsm.Step) fsm.Workflow {
	return fsm.Workflow{Name: "w", Class: fsm.Promo, Enter: fsm.Enter{On: []string{"opted_in"}, Limit: n, Per: per}, Steps: steps}
}

// Ensure the worst case is exact where that is cheap.
func TestWorstCases(t *testing.T) {
	tests := map[string]struct {
		workflow  fsm.Workflow
		day, week int
	}{
		"one text":                        {limited(1, 30*day, send("a", time.Hour)), 1, 1},
		"three at once":                   {limited(1, 30*day, send("a", time.Hour), send("b", time.Hour), send("c", time.Hour)), 3, 3},
		"two, a day apart":                {limited(1, 30*day, send("a", time.Hour), pause("p", day), send("b", time.Hour)), 1, 2},
		"two, less than a day apart":      {limited(1, 30*day, send("a", time.Hour), pause("p", 23*time.Hour), send("b", time.Hour)), 2, 2},
		"two entries":                     {limited(2, 30*day, send("a", time.Hour)), 2, 2},
		"one a day, the last one held":    {limited(1, day, send("a", 20*time.Hour)), 2, 8},
		"a loop with a wait":              {limited(1, 30*day, send("a", time.Hour), withNext(pause("p", 12*time.Hour), "a")), 4, 28},
		"a broadcast that goes round":     {fsm.Workflow{Name: "w", Class: fsm.Promo, Enter: fsm.Enter{Once: "2026-03-05 10:00"}, Steps: []fsm.Step{send("a", time.Hour), withNext(pause("p", 12*time.Hour), "a")}}, 2, 14},
		"a schedule whose runs overlap":   {fsm.Workflow{Name: "w", Class: fsm.Promo, Enter: fsm.Enter{Every: &fsm.Every{Days: [7]bool{1: true}}, Clock: fsm.ClockAt(600)}, Steps: []fsm.Step{send("a", time.Hour), withNext(pause("p", 12*time.Hour), "a")}}, 34, 238},
		"a question, and its retries":     {limited(1, 30*day, ask("q", 3)), 4, 4},
		"what follows an answer is asked": {limited(1, 30*day, untilTimeout(ask("q", 0)), send("b", time.Hour)), 1, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d, w := worstOf(t, nil, test.workflow)
			if d.Before != test.day || w.Before != test.week {
				t.Errorf("%d a day, %d a week; want %d, %d", d.Before, w.Before, test.day, test.week)
			}
		})
	}
}

func withNext(s fsm.Step, next string) fsm.Step {
	s.Next = next
	return s
}

func untilTimeout(s fsm.Step) fsm.Step {
	s.OnTimeout = fsm.End
	return s
}

func ask(name string, retries int) fsm.Step {
	return fsm.Step{Name: name, Kind: fsm.AskStep, Texts: []fsm.TextCase{{Text: "?"}}, Answers: []fsm.Answer{{Name: "one", Words: []string{"1"}}},
		Timeout: day, SendBy: time.Hour, Retry: "Again?", Retries: retries}
}

// Ensure caps are laid over the classes in the way that lets the fewest texts through.
func TestCaps(t *testing.T) {
	named := func(name string, class fsm.Class, n int) fsm.Workflow {
		w := limited(n, 30*day, send("a", time.Hour))
		w.Name, w.Class = name, class
		return w
	}
	all := []fsm.Workflow{named("s", fsm.Service, 9), named("l", fsm.Lifecycle, 9), named("p", fsm.Promo, 9)}
	all[1].Topic, all[2].Topic = "sale", "sale"
	all[2].Caps = []fsm.Cap{{Max: 9, Per: week}} // which it never reaches
	tests := map[string]struct {
		caps      []fsm.Cap
		day, week int
	}{
		"none":              {nil, 27, 27},
		"marketing":         {[]fsm.Cap{{Max: 3, Per: day}}, 12, 27},
		"a day and a week":  {[]fsm.Cap{{Max: 3, Per: day}, {Max: 5, Per: week}}, 12, 14},
		"promo alone":       {[]fsm.Cap{{Classes: []fsm.Class{fsm.Promo}, Max: 1, Per: day}}, 19, 25},
		"a class in two":    {[]fsm.Cap{{Max: 5, Per: day}, {Classes: []fsm.Class{fsm.Service, fsm.Lifecycle}, Max: 2, Per: day}}, 7, 23},
		"all of them":       {[]fsm.Cap{{Classes: fsm.Classes(), Max: 4, Per: day}}, 4, 27},
		"larger than needs": {[]fsm.Cap{{Max: 20, Per: week}}, 27, 27},
		"by workflow":       {[]fsm.Cap{{Max: 2, Per: day, By: fsm.ByWorkflow}}, 13, 27},
		"by topic":          {[]fsm.Cap{{Max: 2, Per: day, By: fsm.ByTopic}}, 11, 23},
		"by topic, and all": {[]fsm.Cap{{Max: 2, Per: week, By: fsm.ByTopic, Classes: fsm.Classes()}, {Max: 3, Per: week, Classes: fsm.Classes()}}, 3, 3},
		"dropped is held":   {[]fsm.Cap{{Max: 3, Per: day, Over: fsm.ToDrop, By: fsm.ByAll}}, 12, 27},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if d, w := worstOf(t, test.caps, all...); d.After != test.day || w.After != test.week {
				t.Errorf("%d a day, %d a week; want %d, %d", d.After, w.After, test.day, test.week)
			}
		})
	}
}
