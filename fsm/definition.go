package fsm

import "time"

// Definition is a program as its author wrote it: parsed, but not yet checked. Compile turns it
// into a Program. Package program reads one from a folder of YAML files.
type Definition struct {
	Brand       string
	Contact     string // how a person reaches a human: e-mail or phone
	Frequency   string // "up to 4 msgs/month", as opt-in texts say it
	Language    string
	DoubleOptIn bool
	Senders     []Sender
	Keywords    []Keyword
	Texts       map[string]string // in place of the built-in ones, by name
	Quiet       []Window          // when marketing may be sent, in the recipient's local time
	Hours       []Window          // business hours, in Zone
	Zone        string            // the shop's own IANA time zone
	Caps        []Cap
	Gap         time.Duration // least time between two unasked marketing texts
	Fresh       time.Duration // how long a question is not talked over
	LateAfter   time.Duration // an older event starts nothing
	Settle      time.Duration // entries wait this long for events that come out of order
	Attributes  map[string]Type
	Workflows   []Workflow
}

// Sender is one of our numbers or messaging services.
type Sender struct {
	Address   string     // "+1…", a short code, or a service id "MG…"
	Kind      SenderKind // empty: told from the address
	Pace      float64    // segments per second; 0: by kind
	StopReply string     // who confirms a STOP: "carrier" or "parley"; empty: by kind
}

// SenderKind is the sort of number a sender is; carriers treat them differently.
type SenderKind string

// The kinds of senders.
const (
	LongCode  SenderKind = "long_code"
	TollFree  SenderKind = "toll_free"
	ShortCode SenderKind = "short_code"
	Pool      SenderKind = "service"    // a Messaging Service
	TestPhone SenderKind = "test_phone" // the built-in test phone
)

// Keyword is a word of the program: a text that consists of it alone does something.
type Keyword struct {
	Name  string   // "join"
	Words []string // every spelling, the name included
	Does  string   // "opt_in", "agent", "reply", "start"
	Text  string   // for reply
	Start string   // for start: the workflow
}

// Window is a daily span of local time, [From, To), on some days of the week.
type Window struct {
	Days     [7]bool // Sunday first
	From, To int     // minutes after midnight
}

// Cap bounds how many unasked texts one person gets in a sliding span of time.
type Cap struct {
	Classes []Class // empty: marketing classes
	Max     int
	Per     time.Duration
}

// Type is the type of an attribute.
type Type string

// The attribute types.
const (
	StringType Type = "string"
	NumberType Type = "number"
	BoolType   Type = "bool"
)

// Workflow is a sequence of steps that people enter by a trigger.
type Workflow struct {
	Name  string
	Class Class
	Rank  int // breaks ties within a class; greater goes first
	Owner string
	Enter Enter
	Goal  *Goal
	Exits []Exit
	Steps []Step
}

// Enter says what starts a workflow.
type Enter struct {
	On     string        // "opted_in" or an event type; empty: only keywords and other workflows
	Key    string        // field of the event's data: one live run for each value
	Limit  int           // entries per LimitPer; 0: no limit
	Per    time.Duration // span of Limit
	If     string        // condition
	Delay  time.Duration // after the event
	Unless []string      // event types that cancel a delayed entry
}

// Goal ends a run as a success when its event comes in time.
type Goal struct {
	On     string
	Within time.Duration // since entry; 0: any time
}

// Exit ends a run when its event comes; it may start another workflow.
type Exit struct {
	On    string
	Start string
}

// Step is one step of a workflow.
type Step struct {
	Name      string
	Kind      StepKind
	If        string // asked again at the moment of release
	Texts     []TextCase
	Answers   []Answer
	Free      bool   // any text answers it
	Save      string // attribute that keeps the answer
	Retry     string // text for a wrong answer, or when the question returns
	Retries   int
	Timeout   time.Duration // of a question or wait_for
	OnTimeout string        // step it leads to; empty: the next one
	Wait      time.Duration
	Until     int      // minutes after local midnight, -1: none
	Events    []string // wait_for
	Cases     []BranchCase
	Arms      []Arm
	Set       map[string]any
	Start     string
	SendBy    time.Duration // 0: the class's
	Resend    bool          // in doubt: send again rather than drop
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
	ExitStep    StepKind = "exit"
)

// TextCase is one wording of a step; the first whose condition holds is used.
type TextCase struct{ If, Text string }

// BranchCase leads to a step if its condition holds; an empty condition always holds.
type BranchCase struct{ If, Then string }

// Arm is one arm of a split with its weight.
type Arm struct {
	Name   string
	Weight int
}

// texts tells whether the step puts a text on the wire.
func (s *Step) texts() bool { return s.Kind == SendStep || s.Kind == AskStep }
