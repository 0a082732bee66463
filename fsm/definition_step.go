package fsm

import (
	"slices"
	"time"
)

// Step is one step of a workflow.
type Step struct {
	Name      string
	Kind      StepKind
	If        string // asked again at the moment of release
	Texts     []TextCase
	Offer     string // the offer that the text makes
	Answers   []Answer
	Free      bool              // any text answers it
	Save      string            // attribute that keeps the answer
	Retry     string            // text for a wrong answer, or when the question returns
	RetryIn   map[string]string // the same in other languages
	Retries   int
	Timeout   time.Duration // of a question, wait_for or call
	OnTimeout string        // step it leads to; empty: the next one
	Wait      Wait
	Events    []EventWay // wait_for
	Cases     []BranchCase
	Arms      []Arm
	Set       map[string]any // a string may be a template
	Start     string
	Call      string        // name of an endpoint
	Data      []string      // what a call tells: names that conditions know
	SendBy    time.Duration // 0: the class's
	Resend    bool          // in doubt: send again rather than drop
	Capped    Fate          // over a cap; empty: as the cap says
	Next      string        // empty: the next one in order
}

// StepKind is what a step does.
type StepKind string

// The kinds of steps.
const (
	SendStep    StepKind = "send"
	AskStep     StepKind = "ask"
	WaitStep    StepKind = "wait"
	WaitForStep StepKind = "wait_for"
	BranchStep  StepKind = "branch"
	SplitStep   StepKind = "split"
	SetStep     StepKind = "set"
	StartStep   StepKind = "start"
	HandoffStep StepKind = "handoff"
	CallStep    StepKind = "call"
	ExitStep    StepKind = "exit"
)

// Wait says until when a wait step waits: for a span since the text before it, or until a moment, and
// then on to a time of the person's day.
type Wait struct {
	For    time.Duration // since the text before; with Of, after that moment, or before it if negative
	Of     string        // attribute ("birthday") or event field ("event.starts_at") with a date or time
	Date   string        // "2026-12-01", by the person's clock
	Days   [7]bool       // days of the week, Sunday first; none: any day
	Clock  Clock         // then until this time of the person's day
	Best   Window        `json:",omitzero"` // then until the best hour of the person's day within it; none: at once
	Passed string        // of Of and Date: step it leads to where the moment is past or not known; empty: the next one
}

// none tells whether a wait does not wait at all.
func (w *Wait) none() bool {
	return w.For <= 0 && w.Of == "" && w.Date == "" && w.Days == [7]bool{} && w.Clock == 0 && !w.Timed()
}

// EventWay is an event that a wait_for waits for, and where it leads.
type EventWay struct {
	On   string
	If   string // condition, in which "it" is the event that came
	Then string // empty: the step's own next
}

// waitsFor tells whether the step waits for a type of event.
func (s *Step) waitsFor(event string) bool {
	return slices.ContainsFunc(s.Events, func(e EventWay) bool { return e.On == event })
}

// TextCase is one wording of a step; the first whose condition holds is used.
type TextCase struct {
	If   string
	Text string
	In   map[string]string // the same in other languages
}

// BranchCase leads to a step if its condition holds; an empty condition always holds.
type BranchCase struct{ If, Then string }

// Arm is one arm of a split with its weight.
type Arm struct {
	Name   string
	Weight int
}

// texts tells whether the step puts a text on the wire.
func (s *Step) texts() bool { return s.Kind == SendStep || s.Kind == AskStep }

// without is where a step leads that is passed over: its own then, and a question without one leaves by its
// timeout edge, not into the step that its answers lead to.
func (s *Step) without() string {
	if s.Kind == AskStep && s.Next == "" {
		return s.OnTimeout
	}
	return s.Next
}
