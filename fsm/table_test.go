package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Ensure, for any program, what the table promises: nothing of a marketing workflow from unknown,
// pending, stopped or over an agent; STOP, START and HELP in every state; a way out of every
// question; no question over stopped; one destination for every event.
func TestTablePromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := randomDefinition(t)
		p, err := Compile(def, "r")
		if err != nil {
			t.Fatal(err)
		}
		classes := map[string]Class{}
		for _, w := range def.Workflows {
			classes[w.Name] = w.Class
		}
		promiseRows(t, p.Machine().Rows(), classes)
		promiseStates(t, p.Machine(), classes)
	})
}

func promiseRows(t *rapid.T, rows []Transition, classes map[string]Class) {
	seen := map[[2]string]bool{}
	for _, r := range rows {
		key := [2]string{r.Event, string(r.From)}
		if seen[key] {
			t.Fatalf("two rows for %s from %s", r.Event, r.From)
		}
		seen[key] = true
		kind, name, ofWorkflow := strings.Cut(r.Event, ":")
		workflow, _, _ := strings.Cut(name, ".")
		if ofWorkflow && kind != "suspend" && classes[workflow].Purpose() == ForMarketing && r.From.Ground() != Subscribed {
			t.Fatalf("marketing %s from %s", r.Event, r.From)
		}
		if ofWorkflow && kind != "suspend" && r.From.Foreground() == Agent && (kind != "send" || classes[workflow] != Service) {
			t.Fatalf("%s over an agent", r.Event)
		}
		if ofWorkflow && r.From.Ground() == Stopped {
			t.Fatalf("%s from %s", r.Event, r.From)
		}
		workflow, _, asked := strings.Cut(r.To.Foreground(), ".")
		if asked && classes[workflow].Purpose() == ForMarketing && r.To.Ground() != Subscribed {
			t.Fatalf("%s leads to a marketing question over %s", r.Event, r.To.Ground())
		}
	}
}

func promiseStates(t *rapid.T, m *Machine, classes map[string]Class) {
	for s := range m.states {
		for _, event := range []string{evStop, evHelp, evStart, evUnmatched, evKeyword} {
			if !m.Can(s, event) {
				t.Fatalf("%s is not defined in %s", event, s)
			}
		}
		if to, _ := m.Fire(s, evStop); to != Stopped {
			t.Fatalf("STOP leads from %s to %s", s, to)
		}
		if to, _ := m.Fire(s, evStart); to.Ground() != Subscribed {
			t.Fatalf("START leads from %s to %s", s, to)
		}
		if s.Ground() == Stopped && s.Foreground() != "" {
			t.Fatalf("%s has a foreground", s)
		}
		workflow, _, asked := strings.Cut(s.Foreground(), ".")
		if !asked {
			continue
		}
		for _, out := range []string{evAnswer, evTimeout, evRecall, evTake} {
			if to, ok := m.Fire(s, out); !ok || to == s {
				t.Fatalf("%s has no way out by %s", s, out)
			}
		}
		for _, over := range Classes() {
			if m.Can(s, suspend(over)) != (over.Weight() >= classes[workflow].Weight()) {
				t.Fatalf("%s and %s disagree", s, suspend(over))
			}
		}
		if back, ok := m.Fire(Join(s.Ground(), ""), "resume:"+s.Foreground()); !ok || back != s {
			t.Fatalf("%s cannot come back", s)
		}
	}
}

// large is a program of many workflows with many steps, a quarter of them questions.
func large(workflows, steps int) Definition {
	d := shop()
	d.Workflows, d.Keywords = nil, nil
	for i := range workflows {
		d.Events[fmt.Sprintf("e%d", i)] = EventType{}
		w := Workflow{Name: fmt.Sprintf("w%d", i), Class: Classes()[i%3], Enter: Enter{On: []string{fmt.Sprintf("e%d", i)}}}
		for j := range steps {
			s := Step{Name: fmt.Sprintf("s%d", j), Kind: SendStep, Texts: say("Hello {{ interest | default: 'you' }}")}
			if j%4 == 1 {
				s.Kind, s.Timeout = AskStep, time.Hour
				s.Answers = []Answer{{Name: "a", Words: []string{"1"}}, {Name: "b", Words: []string{"2"}}}
			}
			if j%4 == 2 {
				s.Kind, s.Wait = WaitStep, Wait{For: time.Hour}
			}
			w.Steps = append(w.Steps, s)
		}
		d.Workflows = append(d.Workflows, w)
	}
	return d
}

// Ensure that the table grows with the number of steps and nothing else: twice the program, twice the
// rows.
func TestTableIsLinear(t *testing.T) {
	rows := func(workflows, steps int) int { return len(table(large(workflows, steps).Workflows)) }
	base := rows(0, 1)
	small, twice := rows(48, 20)-base, rows(96, 20)-base
	if twice != 2*small {
		t.Errorf("48 workflows have %d rows, 96 have %d", small, twice)
	}
	if most := 48 * 20 * 13; small > most {
		t.Errorf("%d rows for 960 steps, at most %d", small, most)
	}
}

// Ensure that a person at a garbage state, or with a garbage record, can STOP, START and get HELP.
func TestGarbageSurvives(t *testing.T) {
	p := compiled(t, "shop")
	rapid.Check(t, func(t *rapid.T) {
		state := State(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"subscribed+", "+agent", "stopped+agent", "subscribed+welcome.interest", "unknown+welcome.interest", "stopped+care.rating", "agent", "subscribed+gone.step",
		})).Draw(t, "state"))
		rec := garbage(t)
		rec.State = state
		now := At(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
		for _, body := range rapid.Permutation([]string{"HELP", "STOP", "START", "STOP", "1", "JOIN", "AGENT"}).Draw(t, "texts") {
			now++
			dec, err := p.Decide(rec, Inputs{Token: &Token{theSender}}, Inbound{ID: fmt.Sprint(now), Sender: theSender, Body: body}, now)
			if err != nil {
				t.Fatal(err)
			}
			rec = roundTrip(t, dec.Next)
			if body == "STOP" && (rec.State != Stopped || len(rec.Runs)+len(rec.Calendar) > 0) {
				t.Fatalf("after STOP the state is %s, the runs %+v, the calendar %+v", rec.State, rec.Runs, rec.Calendar)
			}
			if body == "START" && rec.State.Ground() != Subscribed && rec.State.Ground() != AwaitYes && len(rec.Blocks) == 0 {
				t.Fatalf("after START the state is %s", rec.State)
			}
			help := func(m Message) bool { return m.Name == TextHelp }
			if body == "HELP" && rec.Wire == nil && !slices.ContainsFunc(dec.Messages, help) && rec.Loop.Count < LoopReplies {
				t.Fatalf("HELP got no answer: %+v", dec.Lines)
			}
			for _, ev := range []Event{Tick{}, Pull{}} {
				if dec, err = p.Decide(rec, Inputs{Token: &Token{theSender}}, ev, now); err != nil {
					t.Fatal(err)
				}
				rec = roundTrip(t, dec.Next)
			}
			rec.Wire = nil
			if err := checkRecord(p, &rec); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// garbage draws a record whose parts do not fit each other.
func garbage(t *rapid.T) Record {
	r := Record{Phone: thePerson, Version: 3, Seq: 9, RunSeq: 5, Revision: rapid.SampledFrom([]string{"", "shop", "old"}).Draw(t, "revision")}
	if rapid.Bool().Draw(t, "consent") {
		r.Marketing = Consent{Given: true, Proven: true, At: 5}
		r.StartedAt = 5
	}
	workflow := rapid.SampledFrom([]string{"welcome", "care", "cart", "gone", ""})
	step := rapid.SampledFrom([]string{"interest", "rating", "remind", "best", "gone", ""})
	run := rapid.Uint64Range(0, 4)
	question := func() Question {
		return Question{Run: run.Draw(t, "run"), Workflow: workflow.Draw(t, "w"), Step: step.Draw(t, "s"), Class: rapid.SampledFrom(append(Classes(), "")).Draw(t, "class"),
			Expires: Moment(rapid.Int64Range(-5, 1e13).Draw(t, "expires"))}
	}
	for range rapid.IntRange(0, 3).Draw(t, "runs") {
		r.Runs = append(r.Runs, Run{ID: uint64(len(r.Runs) + 1), Workflow: workflow.Draw(t, "w"), Step: step.Draw(t, "s"), Phase: Asked})
	}
	if rapid.Bool().Draw(t, "question") {
		q := question()
		r.Question = &q
	}
	for range rapid.IntRange(0, 2).Draw(t, "stack") {
		r.Stack = append(r.Stack, question())
	}
	for range rapid.IntRange(0, 4).Draw(t, "calendar") {
		i := Item{Kind: rapid.SampledFrom([]ItemKind{ItemStep, ItemTimeout, ItemText, ItemEnter, ItemPending, ItemThread, "odd"}).Draw(t, "kind"), Run: run.Draw(t, "run"), Step: step.Draw(t, "s")}
		if rapid.Bool().Draw(t, "want") {
			i.Want = &Want{Run: run.Draw(t, "run"), Step: step.Draw(t, "s"), Sender: theSender, Retry: rapid.Bool().Draw(t, "retry")}
			i.Fact = &Happened{Type: "cart"}
			i.Workflow = workflow.Draw(t, "w")
		}
		r.Calendar = append(r.Calendar, i)
	}
	for range rapid.IntRange(0, 3).Draw(t, "ready") {
		r.Ready = append(r.Ready, Want{Run: run.Draw(t, "run"), Step: step.Draw(t, "s"), Sender: theSender, Retry: rapid.Bool().Draw(t, "retry"), Body: "x"})
	}
	return r
}
