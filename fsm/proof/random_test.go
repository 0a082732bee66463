package proof

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

const (
	theSender = "+12125550111"
	thePerson = fsm.Phone("+12125550100")
)

// always is a week of open windows.
func always() []fsm.Window {
	return []fsm.Window{{Days: [7]bool{true, true, true, true, true, true, true}, To: 24 * 60}}
}

// randomProgram draws a small program of any classes and kinds of steps, whose texts may go at any hour.
func randomProgram(t *rapid.T) *fsm.Program {
	d := fsm.Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "4 a month", Zone: "UTC", Quiet: always(),
		Senders:    []fsm.Sender{{Address: theSender, Kind: fsm.TestPhone}},
		Keywords:   []fsm.Keyword{{Name: "join", Words: []string{"join"}, Does: "opt_in"}, {Name: "go", Words: []string{"deals"}, Does: "start", Start: "w0"}},
		Attributes: map[string]fsm.Field{"answer": {Type: fsm.StringType}, "n": {Type: fsm.NumberType}, "due": {Type: fsm.DateType}, "born": {Type: fsm.DateType}},
		Events:     map[string]fsm.EventType{},
		Products:   map[string]fsm.Days{"default": 1},
	}
	for _, name := range []string{"a", "b", "c"} {
		d.Events[name] = fsm.EventType{Fields: map[string]fsm.Field{"cart": {Type: fsm.StringType, Optional: true}}}
	}
	if rapid.Bool().Draw(t, "capped") {
		d.Caps = []fsm.Cap{{Max: 2, Per: day}, {Max: 5, Per: week}, {Classes: []fsm.Class{fsm.Service, fsm.Lifecycle}, Max: 4, Per: 3 * day}}
		d.Gap = time.Hour
	}
	if rapid.Bool().Draw(t, "capped by scope") {
		d.Caps = append(d.Caps, fsm.Cap{Max: 1, Per: 30 * time.Hour, By: rapid.SampledFrom([]fsm.Scope{fsm.ByAll, fsm.ByWorkflow, fsm.ByTopic}).Draw(t, "by"),
			Classes: rapid.SampledFrom([][]fsm.Class{nil, fsm.Classes(), {fsm.Promo}}).Draw(t, "classes"), Over: fate(t)})
	}
	if rapid.Bool().Draw(t, "suppressed") {
		d.Suppress = map[string]fsm.Suppression{"busy": {If: "n > 1 || in_workflow('w0')", Then: fate(t)}, "buyers": {If: "orders.days_since < 1", Classes: fsm.Classes(), Then: fate(t)}}
	}
	n := rapid.IntRange(1, 3).Draw(t, "workflows")
	for i := range n {
		d.Workflows = append(d.Workflows, randomWorkflow(t, i, n))
	}
	p, err := fsm.Compile(d, "r1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func fate(t *rapid.T) fsm.Fate {
	return rapid.SampledFrom([]fsm.Fate{"", fsm.ToHold, fsm.ToDrop}).Draw(t, "fate")
}

func randomWorkflow(t *rapid.T, i, n int) fsm.Workflow {
	w := fsm.Workflow{Name: fmt.Sprintf("w%d", i), Class: rapid.SampledFrom(fsm.Classes()).Draw(t, "class"), Rank: rapid.IntRange(0, 2).Draw(t, "rank")}
	w.Topic = rapid.SampledFrom([]string{"", "", "sale"}).Draw(t, "topic")
	if rapid.IntRange(0, 3).Draw(t, "own cap") == 0 {
		w.Caps = []fsm.Cap{{Max: 2, Per: 10 * time.Hour, Over: fate(t)}}
	}
	e := &w.Enter
	e.Limit, e.Per = rapid.SampledFrom([]int{0, 1, 2, 3}).Draw(t, "limit"), rapid.SampledFrom([]time.Duration{5 * time.Hour, day, 4 * day}).Draw(t, "per")
	switch rapid.IntRange(0, 8).Draw(t, "trigger") {
	case 0, 1, 2:
		e.On, e.Delay = []string{rapid.SampledFrom([]string{fsm.OptedIn, "a", "b"}).Draw(t, "on")}, rapid.SampledFrom([]time.Duration{0, 0, 30 * time.Hour}).Draw(t, "delay")
		e.Key = rapid.SampledFrom([]string{"", "cart"}).Draw(t, "key")
		if e.On[0] == fsm.OptedIn {
			e.Key = ""
		}
	case 3, 4:
		e.Every, e.Clock = &fsm.Every{Days: [7]bool{1: true, 2: true, 3: true, 5: true}}, fsm.ClockAt(600)
	case 5:
		e.Once = "2026-03-05 10:00"
	case 6:
		e.Date, e.Yearly, e.Clock = "due", false, fsm.ClockAt(600)
		if e.Before = fsm.Days(rapid.IntRange(-2, 1).Draw(t, "before")); rapid.Bool().Draw(t, "yearly") {
			e.Date, e.Yearly = "born", true
		}
	case 7:
		e.On, e.Key, e.Reorder = []string{fsm.Purchase}, "product", true
		e.Delay = rapid.SampledFrom([]time.Duration{-5 * time.Hour, 0, day}).Draw(t, "delay")
	}
	if rapid.Bool().Draw(t, "exits") {
		w.Exits = []fsm.Exit{{On: "c", Start: rapid.SampledFrom([]string{"", fmt.Sprintf("w%d", (i+1)%n)}).Draw(t, "exit to")}}
	}
	steps := rapid.IntRange(1, 6).Draw(t, "steps")
	for s := range steps {
		w.Steps = append(w.Steps, randomStep(t, s, steps, n))
	}
	return w
}

func randomStep(t *rapid.T, i, steps, workflows int) fsm.Step {
	to := func(label string) string {
		return rapid.SampledFrom([]string{"", "", "", fsm.End, fmt.Sprintf("s%d", rapid.IntRange(0, steps-1).Draw(t, "step"))}).Draw(t, label)
	}
	s := fsm.Step{Name: fmt.Sprintf("s%d", i), Kind: rapid.SampledFrom([]fsm.StepKind{fsm.SendStep, fsm.SendStep, fsm.SendStep, fsm.AskStep, fsm.AskStep,
		fsm.WaitStep, fsm.WaitStep, fsm.WaitForStep, fsm.BranchStep, fsm.StartStep, fsm.ExitStep}).Draw(t, "kind")}
	span := func(label string) time.Duration {
		return rapid.SampledFrom([]time.Duration{time.Minute, 3 * time.Hour, 23 * time.Hour, 50 * time.Hour}).Draw(t, label)
	}
	switch s.Kind {
	case fsm.SendStep, fsm.AskStep:
		s.Next, s.If = to("next"), rapid.SampledFrom([]string{"", "", "n > 1"}).Draw(t, "if")
		s.Texts, s.SendBy = []fsm.TextCase{{Text: "Step " + s.Name}}, rapid.SampledFrom([]time.Duration{0, time.Hour, 20 * time.Hour}).Draw(t, "send by")
	case fsm.WaitStep:
		s.Wait = fsm.Wait{For: span("wait"), Clock: rapid.SampledFrom([]fsm.Clock{0, 0, fsm.ClockAt(600)}).Draw(t, "until")}
	case fsm.WaitForStep:
		s.Events = []fsm.EventWay{{On: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "for"), Then: to("then")}}
	case fsm.BranchStep:
		s.Cases = []fsm.BranchCase{{If: "n > 1", Then: to("then")}, {Then: to("else")}}
	case fsm.StartStep:
		s.Start = fmt.Sprintf("w%d", rapid.IntRange(0, workflows-1).Draw(t, "start"))
	}
	if s.Kind == fsm.AskStep || s.Kind == fsm.WaitForStep {
		s.Timeout, s.OnTimeout = span("timeout"), to("on timeout")
	}
	if s.Kind == fsm.AskStep {
		s.Answers = []fsm.Answer{{Name: "one", Words: []string{"1"}, Next: to("answer")}, {Name: "two", Words: []string{"2"}}}
		s.Save, s.Retry, s.Retries = "answer", "Again?", rapid.IntRange(0, 2).Draw(t, "retries")
	}
	return s
}
