package programtest

import (
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// step draws one of n steps of the workflow i. It leads forward alone, so that every run ends.
func (d *drawing) step(i, at, n int) fsm.Step {
	kinds := []string{"send", "ask", "wait", "wait_for", "branch", "split", "set", "handoff", "call", "exit"}
	if i+1 < len(d.workflowNames) {
		kinds = append(kinds, "start")
	}
	s := fsm.Step{Name: stepName(at), Kind: fsm.StepKind(d.oneOf(kinds))}
	later := []string{fsm.End}
	for j := at + 1; j < n; j++ {
		later = append(later, stepName(j))
	}
	if s.Kind != fsm.BranchStep && s.Kind != fsm.ExitStep {
		s.Next = d.maybe(later...)
	}
	switch s.Kind {
	case fsm.SendStep:
		d.send(&s)
	case fsm.AskStep:
		d.send(&s)
		d.ask(&s, later)
	case fsm.WaitStep:
		s.Wait = d.wait(later)
	case fsm.StartStep:
		s.Start = d.oneOf(d.workflowNames[i+1:])
	default:
		d.quiet(&s, later)
	}
	return s
}

func (d *drawing) send(s *fsm.Step) {
	s.If, s.Offer, s.SendBy, s.Resend, s.Capped = d.maybe(d.inside()), d.maybe("welcome", "second", "vip", "thanks"), d.span(), d.chance(), fsm.Fate(d.maybe("hold", "drop"))
	text, in := d.text()
	s.Texts = []fsm.TextCase{{Text: text, In: in}}
	if d.chance() {
		text, in := d.text()
		s.Texts = append([]fsm.TextCase{{If: d.inside(), Text: text, In: in}}, s.Texts...)
	}
}

func (d *drawing) ask(s *fsm.Step, later []string) {
	s.Timeout, s.OnTimeout, s.Free, s.Save = d.longer(), d.maybe(later...), d.chance(), d.maybe("interest")
	for i := range d.between(1, 3) {
		a := fsm.Answer{Name: fmt.Sprintf("answer_%d", i), Words: []string{fmt.Sprintf("answer %d", i)}, Next: d.maybe(later...)}
		if d.chance() {
			a.Words = append(a.Words, fmt.Sprint(i+1), d.pick("skin ", "more ", "kind ")+fmt.Sprint(i))
		}
		s.Answers = append(s.Answers, a)
	}
	if s.Retries = d.between(0, 5); s.Retries > 0 {
		s.Retry, s.RetryIn = d.text()
	}
}

// wait draws each form of a wait.
func (d *drawing) wait(later []string) fsm.Wait {
	clock := fsm.ClockAt(d.between(0, 24*60-1))
	switch d.between(0, 6) {
	case 6:
		from := 60 * d.between(0, 22)
		return fsm.Wait{For: d.longer(), Best: fsm.Window{Days: d.days(), From: from, To: from + 60 + d.between(0, 59)}}
	case 0:
		return fsm.Wait{For: d.longer()}
	case 1:
		return fsm.Wait{For: d.span(), Clock: clock}
	case 2:
		return fsm.Wait{For: d.span(), Days: d.days(), Clock: clock}
	case 3:
		return fsm.Wait{Date: "2026-12-24", Clock: d.clock(), Passed: d.maybe(later...)}
	case 4:
		return fsm.Wait{Of: "birthday", For: d.longer(), Clock: d.clock(), Passed: d.maybe(later...)}
	default:
		return fsm.Wait{Of: "renews", For: -d.span(), Passed: d.maybe(later...)}
	}
}

// quiet draws the rest of a step that texts nobody.
func (d *drawing) quiet(s *fsm.Step, later []string) {
	switch s.Kind {
	case fsm.WaitForStep:
		s.Timeout, s.OnTimeout = d.longer(), d.maybe(later...)
		for _, event := range []string{"purchase", "clicked", "back_in_stock"}[d.between(0, 2):] {
			s.Events = append(s.Events, fsm.EventWay{On: event, If: d.maybe(d.inside()), Then: d.maybe(later...)})
		}
	case fsm.BranchStep:
		s.Cases = []fsm.BranchCase{{If: d.inside(), Then: d.oneOf(later)}}
		if d.chance() {
			s.Cases = append(s.Cases, fsm.BranchCase{Then: d.oneOf(later)})
		}
	case fsm.SplitStep:
		s.Arms = []fsm.Arm{{Name: "offer", Weight: d.between(1, 90)}, {Name: "holdout", Weight: d.between(0, 10)}}
	case fsm.SetStep:
		s.Set = map[string]any{
			"interest": d.words(), "size": "42", "age": float64(d.between(-50, 50)) / 4, "vip": d.chance(),
			"birthday": "2000-02-29", "renews": nil,
		}
	case fsm.CallStep:
		s.Call, s.Timeout, s.OnTimeout = "loyalty", 10*time.Minute, d.maybe(later...)
		if d.chance() {
			s.Timeout, s.Data = d.longer(), []string{"interest", "orders.count"}
		}
	}
}
