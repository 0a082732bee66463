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
		Attributes: map[string]fsm.Field{"answer": {Type: fsm.StringType}, "n": {Type: fsm.NumberType}},
		Events:     map[string]fsm.EventType{},
	}
	for _, name := range []string{"a", "b", "c"} {
		d.Events[name] = fsm.EventType{Fields: map[string]fsm.Field{"cart": {Type: fsm.StringType, Optional: true}}}
	}
	if rapid.Bool().Draw(t, "capped") {
		d.Caps = []fsm.Cap{{Max: 2, Per: day}, {Max: 5, Per: week}, {Classes: []fsm.Class{fsm.Service, fsm.Lifecycle}, Max: 4, Per: 3 * day}}
		d.Gap = time.Hour
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

func randomWorkflow(t *rapid.T, i, n int) fsm.Workflow {
	w := fsm.Workflow{Name: fmt.Sprintf("w%d", i), Class: rapid.SampledFrom(fsm.Classes()).Draw(t, "class"), Rank: rapid.IntRange(0, 2).Draw(t, "rank")}
	e := &w.Enter
	e.Limit, e.Per = rapid.SampledFrom([]int{0, 1, 2, 3}).Draw(t, "limit"), rapid.SampledFrom([]time.Duration{5 * time.Hour, day, 4 * day}).Draw(t, "per")
	switch rapid.IntRange(0, 6).Draw(t, "trigger") {
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

// world is one person under a program: everything that happens to him, at any time, and the unasked
// texts that come of it.
type world struct {
	t      *rapid.T
	p      *fsm.Program
	rec    fsm.Record
	now    time.Time
	rows   map[uint64]fsm.Message
	ids    int
	came   fsm.Moment        // schedules have come until then
	texts  []fsm.Message     // unasked
	puts   map[string]int    // times that a question was put, by run and message of its first text
	opened map[uint64]uint64 // by run: the message of its open question
}

func newWorld(t *rapid.T, p *fsm.Program) *world {
	w := &world{t: t, p: p, rec: fsm.Record{Phone: thePerson}, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), rows: map[uint64]fsm.Message{}}
	w.came = fsm.At(w.now)
	w.do(fsm.Inbound{ID: w.id(), Sender: theSender, Body: "JOIN"})
	return w
}

func (w *world) id() string {
	w.ids++
	return fmt.Sprint(w.ids)
}

func (w *world) decide(ev fsm.Event, token bool) {
	in := fsm.Inputs{Secret: []byte("secret"), Zones: []string{"UTC"}}
	if token {
		in.Token = &fsm.Token{Sender: theSender}
	}
	if s, ok := ev.(fsm.Settled); ok {
		s.Message = w.rows[s.Seq]
		ev = s
	}
	returning := w.returning()
	dec, err := w.p.Decide(w.rec, in, ev, fsm.At(w.now))
	if err != nil {
		w.t.Fatal(err)
	}
	if dec.Nothing {
		return
	}
	w.rec = dec.Next
	for _, m := range dec.Messages {
		w.rows[m.Seq] = m
	}
	if m := dec.Send; m != nil && m.Run != 0 && !m.Direct && m.Answers == 0 && m.Run != returning {
		w.texts = append(w.texts, *m)
	}
}

// returning is the run whose suspended question is about to be put again, 0 where none is: what an
// interruption brings back is no text of the workflow's own.
func (w *world) returning() uint64 {
	head, ok := w.rec.Head()
	if !ok || !head.Retry {
		return 0
	}
	return head.Run
}

// do decides an event and carries out what it says, until nothing is left to do now.
func (w *world) do(ev fsm.Event) {
	_, text := ev.(fsm.Inbound)
	w.decide(ev, text)
	for range 300 {
		due := w.rec.NextDue()
		switch _, ready := w.rec.Head(); {
		case w.rec.Wire != nil:
			w.decide(fsm.Settled{Seq: w.rec.Wire.Seq, SID: fmt.Sprintf("SM%d", w.rec.Wire.Seq), Outcome: fsm.Accepted}, false)
		case ready:
			w.decide(fsm.Pull{}, true)
		case due > 0 && due <= fsm.At(w.now):
			w.decide(fsm.Tick{}, false)
		default:
			return
		}
	}
	w.t.Skip("it never comes to rest: a loop without a wait")
}

// to moves the clock, raising what comes due on the way.
func (w *world) to(until time.Time) {
	for range 3000 {
		next := until
		if due := w.rec.NextDue(); due > 0 && due.Time().Before(next) {
			next = due.Time()
		}
		for i := range w.p.Workflows {
			for _, o := range w.p.Occurrences(w.p.Workflows[i].Name, w.came, fsm.At(next)) {
				if o.At.Time().Before(next) {
					next = o.At.Time()
				}
			}
		}
		w.now = next
		for i := range w.p.Workflows {
			for _, o := range w.p.Occurrences(w.p.Workflows[i].Name, w.came, fsm.At(next)) {
				w.do(fsm.Enrol{Workflow: w.p.Workflows[i].Name, ID: o.ID})
			}
		}
		w.came = fsm.At(next)
		w.do(fsm.Tick{})
		if !next.Before(until) && (w.rec.NextDue() == 0 || w.rec.NextDue() > fsm.At(until)) {
			return
		}
	}
}

// step lets something happen.
func (w *world) step() {
	switch rapid.IntRange(0, 9).Draw(w.t, "what") {
	case 0, 1, 2:
		w.to(w.now.Add(rapid.SampledFrom([]time.Duration{time.Second, time.Minute, 45 * time.Minute, 5 * time.Hour, 23 * time.Hour, 30 * time.Hour}).Draw(w.t, "later")))
	case 3:
		if due := w.rec.NextDue(); due > 0 {
			w.to(due.Time())
		}
	case 4, 5, 6, 7:
		data := map[string]any{"cart": rapid.SampledFrom([]string{"c1", "c2", "c3", "c4", "c5"}).Draw(w.t, "cart")}
		w.do(fsm.Fact{Happened: fsm.Happened{ID: w.id(), Type: rapid.SampledFrom([]string{"a", "a", "b", "b", "c"}).Draw(w.t, "type"), At: fsm.At(w.now), Data: data}})
	case 8:
		w.do(fsm.Inbound{ID: w.id(), Sender: theSender, Body: rapid.SampledFrom([]string{"1", "2", "what", "deals", "stop", "join"}).Draw(w.t, "body")})
	case 9:
		w.do(fsm.Attributes{Set: map[string]any{"n": float64(rapid.IntRange(0, 2).Draw(w.t, "n"))}, Source: "api"})
	}
}

// most is the most unasked texts, of some workflows, within any span.
func (w *world) most(span time.Duration, counts func(fsm.Message) bool) int {
	most := 0
	var at []fsm.Moment
	for _, m := range w.texts {
		if !counts(m) {
			continue
		}
		at = append(at, m.At)
		for at[len(at)-1].Sub(at[0]) >= span {
			at = at[1:]
		}
		most = max(most, len(at))
	}
	return most
}
