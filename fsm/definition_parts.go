package fsm

import "time"

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
	Name  string            // "join"
	Words []string          // every spelling, the name included
	Does  string            // "opt_in", "agent", "reply", "start"
	Text  string            // for reply
	In    map[string]string // the same in other languages
	Start string            // for start: the workflow
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
	By      Scope    // which texts it counts together; empty: all of its classes
	Over    Fate     // what becomes of a text that would exceed it; empty: it is held
	Also    []string `json:",omitempty"` // events by which the shop tells what other channels sent: each counts as a text
}

// Suppression keeps the unasked texts of some workflows back while a condition on the person holds.
type Suppression struct {
	If        string
	Classes   []Class  // empty: marketing classes
	Workflows []string // of these classes; empty: all
	Then      Fate     // empty: they are held
}

// Scope says which texts a cap counts together.
type Scope string

// The scopes of caps.
const (
	ByAll      Scope = "all"
	ByWorkflow Scope = "workflow" // each workflow for itself
	ByTopic    Scope = "topic"    // each topic for itself
)

// Fate says what becomes of a text that must not go now.
type Fate string

// The fates of texts.
const (
	ToHold Fate = "hold" // it waits, until its send_by at the latest
	ToDrop Fate = "drop"
)
