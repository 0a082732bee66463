package fsm

import "strings"

// Run is one passage of a person through one workflow (and one key, such as a cart).
type Run struct {
	ID        uint64            `cbor:"1,keyasint" json:"id"`
	Workflow  string            `cbor:"2,keyasint" json:"workflow"`
	Key       string            `cbor:"3,keyasint,omitempty" json:"key,omitempty"`
	Step      string            `cbor:"4,keyasint,omitempty" json:"step"` // where it stands
	Phase     Phase             `cbor:"5,keyasint,omitempty" json:"phase"`
	EnteredAt Moment            `cbor:"6,keyasint" json:"entered_at"`
	StepAt    Moment            `cbor:"7,keyasint,omitempty" json:"step_at"`        // waits count from here
	Data      map[string]any    `cbor:"8,keyasint,omitempty" json:"data,omitempty"` // of the event that started it
	Arms      map[string]string `cbor:"9,keyasint,omitempty" json:"arms,omitempty"`
	Revision  string            `cbor:"10,keyasint,omitempty" json:"revision"`
	Direct    bool              `cbor:"11,keyasint,omitempty" json:"direct,omitempty"` // moved by a text of the person just now
	Since     Moment            `cbor:"12,keyasint,omitempty" json:"since,omitempty"`  // when what started it happened
	Woke      uint64            `cbor:"13,keyasint,omitempty" json:"woke,omitempty"`   // hash of the event that ended its last wait_for
	Text      uint64            `cbor:"14,keyasint,omitempty" json:"text,omitempty"`   // message released last at this step
	Clicks    []Click           `cbor:"15,keyasint,omitempty" json:"clicks,omitempty"`
	Replies   map[string]string `cbor:"16,keyasint,omitempty" json:"replies,omitempty"` // answers by question
	Awaits    []string          `cbor:"17,keyasint,omitempty" json:"awaits,omitempty"`  // event types without a phone that would wake it now
	Sent      []uint32          `cbor:"18,keyasint,omitempty" json:"sent,omitempty"`    // hashes of the steps whose texts went out, newest last
	TextAt    Moment            `cbor:"19,keyasint,omitempty" json:"text_at,omitempty"` // when its latest text was released
	ByHand    bool              `cbor:"20,keyasint,omitempty" json:"by_hand,omitempty"` // somebody brought the person in, or into what started it
}

// Click is how often a run's step's links were opened.
type Click struct {
	Step string `cbor:"1,keyasint" json:"step"`
	At   Moment `cbor:"2,keyasint" json:"at"` // the first time
	N    int    `cbor:"3,keyasint" json:"n"`
}

// Phase tells what a run does at its step.
type Phase string

// The phases of a run.
const (
	Scheduled Phase = "scheduled" // its next step is on the calendar
	Wanting   Phase = "ready"     // its text wants to go
	OnWire    Phase = "released"  // its text is on the wire or in doubt
	Asked     Phase = "asked"     // its question is open or suspended
	Waiting   Phase = "waiting"   // for an event
	Calling   Phase = "calling"   // for the answer of a call
)

// Item is one thing on a person's calendar: at its time it is raised, once.
type Item struct {
	At       Moment    `cbor:"1,keyasint" json:"at"`
	Kind     ItemKind  `cbor:"2,keyasint" json:"kind"`
	Run      uint64    `cbor:"3,keyasint,omitempty" json:"run,omitempty"`
	Step     string    `cbor:"4,keyasint,omitempty" json:"step,omitempty"`
	Want     *Want     `cbor:"5,keyasint,omitempty" json:"want,omitempty"` // a text that was told to wait
	Fact     *Happened `cbor:"6,keyasint,omitempty" json:"fact,omitempty"` // an event that settles
	Workflow string    `cbor:"7,keyasint,omitempty" json:"workflow,omitempty"`
	Held     bool      `cbor:"8,keyasint,omitempty" json:"held,omitempty"`  // the text waits for a question, an agent or a hold to end
	Guard    string    `cbor:"9,keyasint,omitempty" json:"guard,omitempty"` // the text waits until this guard no longer objects
}

// ItemKind says what a calendar item raises.
type ItemKind string

// The kinds of calendar items.
const (
	ItemStep    ItemKind = "step"     // a run's next step
	ItemTimeout ItemKind = "timeout"  // a question or wait_for gives up
	ItemText    ItemKind = "text"     // a text that had to wait asks again
	ItemEnter   ItemKind = "enter"    // an event settled: it may start a workflow
	ItemPending ItemKind = "pending"  // an opt-in was not confirmed
	ItemThread  ItemKind = "handback" // an agent's timer
	ItemCall    ItemKind = "call"     // a call is made, again if need be
	ItemDate    ItemKind = "date"     // a date attribute starts a workflow
	ItemSnooze  ItemKind = "snooze"   // a thread that was put aside comes back
	ItemAnswer  ItemKind = "answer"   // a word of the staff is due
	ItemHold    ItemKind = "hold"     // a text that may be a revocation must be looked at
)

// Question is what the person was asked. It is held by one run.
type Question struct {
	Run      uint64   `cbor:"1,keyasint" json:"run"`
	Workflow string   `cbor:"2,keyasint" json:"workflow"`
	Step     string   `cbor:"3,keyasint" json:"step"`
	Key      string   `cbor:"4,keyasint,omitempty" json:"key,omitempty"`
	Revision string   `cbor:"5,keyasint,omitempty" json:"revision"` // whose answers count
	Seq      uint64   `cbor:"6,keyasint" json:"seq"`                // its message
	AskedAt  Moment   `cbor:"7,keyasint" json:"asked_at"`
	Expires  Moment   `cbor:"8,keyasint" json:"expires"`
	Retries  int      `cbor:"9,keyasint,omitempty" json:"retries,omitempty"`
	Class    Class    `cbor:"10,keyasint,omitempty" json:"class"`
	LeftAt   Moment   `cbor:"11,keyasint,omitempty" json:"left_at,omitempty"` // suspended or closed
	Answered bool     `cbor:"12,keyasint,omitempty" json:"answered,omitempty"`
	Answers  []Answer `cbor:"13,keyasint,omitempty" json:"answers,omitempty"` // as the asking revision had them
	Save     string   `cbor:"14,keyasint,omitempty" json:"save,omitempty"`
	Free     bool     `cbor:"15,keyasint,omitempty" json:"free,omitempty"` // any text is an answer
}

// Answer is one way to answer a question: its name and the words for it.
type Answer struct {
	Name  string   `cbor:"1,keyasint" json:"name"`
	Words []string `cbor:"2,keyasint,omitempty" json:"words,omitempty"`
	Next  string   `cbor:"3,keyasint,omitempty" json:"next,omitempty"` // step it leads to; empty: the next one
}

// name is how the machine calls the question: "welcome.interest".
func (q *Question) name() string { return q.Workflow + "." + q.Step }

// Want is a text that wants to go: a step of a run, or a reply whose words are fixed.
type Want struct {
	Priority Priority `cbor:"1,keyasint,omitempty" json:"priority"`
	Since    Moment   `cbor:"2,keyasint" json:"since"`
	Sender   string   `cbor:"3,keyasint,omitempty" json:"sender"` // our number or service
	Run      uint64   `cbor:"4,keyasint,omitempty" json:"run,omitempty"`
	Step     string   `cbor:"5,keyasint,omitempty" json:"step,omitempty"`
	Retry    bool     `cbor:"6,keyasint,omitempty" json:"retry,omitempty"` // the question's retry text
	Body     string   `cbor:"7,keyasint,omitempty" json:"body,omitempty"`  // a reply's words; none once it is released
	Name     string   `cbor:"8,keyasint,omitempty" json:"name,omitempty"`  // a reply's name, e.g. "help"
	SendBy   Moment   `cbor:"9,keyasint,omitempty" json:"send_by,omitempty"`
	Attempts int      `cbor:"10,keyasint,omitempty" json:"attempts,omitempty"` // releases that came to nothing
	Direct   bool     `cbor:"11,keyasint,omitempty" json:"direct,omitempty"`   // answers a text of the person
	Class    Class    `cbor:"12,keyasint,omitempty" json:"class"`
	Rank     int      `cbor:"13,keyasint,omitempty" json:"rank,omitempty"`
	Answers  uint64   `cbor:"14,keyasint,omitempty" json:"answers,omitempty"` // the inbound it answers
	Texted   Moment   `cbor:"15,keyasint,omitempty" json:"texted,omitempty"`  // when that was written
	Resent   int      `cbor:"16,keyasint,omitempty" json:"resent,omitempty"`  // releases of which nobody knows whether they went
	Offer    string   `cbor:"17,keyasint,omitempty" json:"offer,omitempty"`   // that words of the staff make
}

// answers tells whether a text answers a text of the person, or goes on from such an answer. An
// agent's own words do not.
func (w *Want) answers() bool { return w.Direct && (w.Answers != 0 || w.Run != 0) }

// Flight is a released text whose outcome is not known yet.
type Flight struct {
	Seq  uint64 `cbor:"1,keyasint" json:"seq"`
	At   Moment `cbor:"2,keyasint" json:"at"` // released
	Want Want   `cbor:"3,keyasint" json:"want"`
}

// Release is an unasked text of a workflow that went out, or what another channel sent, as caps remember it.
type Release struct {
	Seq   uint64 `cbor:"1,keyasint" json:"seq"`
	At    Moment `cbor:"2,keyasint" json:"at"`
	Class Class  `cbor:"3,keyasint,omitempty" json:"class"`
	Name  string `cbor:"4,keyasint,omitempty" json:"name,omitempty"`  // "cart.remind"; empty where nobody knows any more
	Event string `cbor:"5,keyasint,omitempty" json:"event,omitempty"` // of another channel: "email_sent"; it is no text then, and has no number
}

// workflow is whose text it was; empty where nobody knows.
func (r *Release) workflow() string {
	name, _, _ := strings.Cut(r.Name, ".")
	return name
}

// Happened is an event from outside, as a record remembers it.
type Happened struct {
	ID   string         `cbor:"1,keyasint,omitempty" json:"id"`
	Type string         `cbor:"2,keyasint" json:"type"`
	At   Moment         `cbor:"3,keyasint" json:"at"`
	Data map[string]any `cbor:"4,keyasint,omitempty" json:"data,omitempty"`
	Run  uint64         `cbor:"5,keyasint,omitempty" json:"run,omitempty"` // of clicked and replied: the run whose text it was about
}

// Entered remembers that a workflow was entered, for its entry limit.
type Entered struct {
	Workflow string `cbor:"1,keyasint" json:"workflow"`
	At       Moment `cbor:"2,keyasint" json:"at"`
}
