package script

import (
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// File is one file of the folder tests: stories of what people do and what they should get.
type File struct {
	Name     string // "tests/cart.yaml"
	Workflow string // the workflow whose tests these are; empty: of no one in particular
	Tests    []Test
}

// Test is one story of one person.
type Test struct {
	Name   string
	Place  format.Place
	At     When // when it begins, by the person's clock
	Person Person
	Arms   map[string]string // which arm of a split the person gets, by "workflow.split" or Holdout
	Steps  []Step
}

// Person is what is known of somebody before a test begins.
type Person struct {
	Phone      fsm.Phone
	Zones      []string // candidate time zones; the first is the clock of the test
	Region     string   // where the person lives: "US-TX", "FR"; empty: where the phone says
	Language   string
	Subscribed bool
	Attributes map[string]any
	Orders     fsm.Orders // without its times
	LastOrder  time.Duration
	Knows      []Event // what happened before, and starts nothing
}

// Step is one line of a test: something that happens, or something that should be so.
type Step struct {
	Place format.Place
	Deed  Deed
}

// Deed is what a line of a test does.
type Deed interface{ deed() }

// The deeds.
type (
	// Texts is a text from the person; a late one is found in the carrier's list afterwards.
	Texts struct {
		Body string
		Late time.Duration
	}
	// Receives lists the texts that have come since the last line of its kind; none: nothing came.
	Receives struct{ Texts []Received }
	// Wait lets time pass.
	Wait struct{ For time.Duration }
	// Until lets time pass up to a moment.
	Until struct{ When When }
	// Event is a fact from the shop. The same id twice is a repeat.
	Event struct {
		Type string
		ID   string
		Data map[string]any
		Ago  time.Duration
	}
	// Source is what a source posts: one of the program's, with a payload of its form.
	Source struct {
		Name   string
		Posted fsm.Posted
	}
	// Clicks opens a link that was texted; Link may hold "…" for any words, and "last" is the newest.
	Clicks struct{ Link string }
	// Carrier says what becomes of the coming texts.
	Carrier struct {
		Does    CarrierDoes
		Code    string        // of refuses and undelivered
		RetryIn time.Duration // of throttles
		Times   int           // how many texts; at least 1
	}
	// Agent is what a person at the desk does: "takes", "hands back", or "says" something.
	Agent struct{ Does, Says string }
	// Answers is what the endpoint of a call answers from now on.
	Answers struct {
		Call  string
		Fails bool
		Event *Event
	}
	// Set is what the shop knows of the person.
	Set struct {
		Attributes     map[string]any
		Zone, Language string
	}
	// OptsIn is consent given elsewhere.
	OptsIn struct{ Source string }
	// OptsOut is consent withdrawn elsewhere.
	OptsOut struct{ Source string }
	// Pause pauses a workflow, or resumes it where How is empty.
	Pause struct {
		Workflow string
		How      fsm.Pause
	}
	// Release says that somebody has looked at an unclear text: marketing goes on.
	Release struct{}
	// Expect looks at what is.
	Expect struct{ All []Expectation }
)

// Received is a text that should have come.
type Received struct {
	Place    format.Place
	Text     string // "…" stands for any words
	At       *When  // when it came, by the person's clock
	Segments int    // 0: any number
}

// Expectation is one thing that should be so.
type Expectation struct {
	Place format.Place
	What  string // "state", "attributes", …
	Name  string // of an attribute or a sum of the orders
	Want  any    // a text, number, true or false, a list of texts; nil: none
}

// CarrierDoes is what a carrier does with a text instead of delivering it.
type CarrierDoes string

// What a carrier may do with a text.
const (
	CarrierRefuses   CarrierDoes = "refuses"     // it never takes the text
	CarrierFails     CarrierDoes = "undelivered" // it takes the text and cannot deliver it
	CarrierThrottles CarrierDoes = "throttles"   // it wants the text later
	CarrierFound     CarrierDoes = "found"       // its answer is lost; then its list has the text
	CarrierAbsent    CarrierDoes = "absent"      // its answer is lost; its list does not have the text
	CarrierUnknown   CarrierDoes = "unknown"     // its answer is lost, and its list tells nothing
)

func (Texts) deed()    {}
func (Receives) deed() {}
func (Wait) deed()     {}
func (Until) deed()    {}
func (Event) deed()    {}
func (Source) deed()   {}
func (Clicks) deed()   {}
func (Carrier) deed()  {}
func (Agent) deed()    {}
func (Answers) deed()  {}
func (Set) deed()      {}
func (OptsIn) deed()   {}
func (OptsOut) deed()  {}
func (Pause) deed()    {}
func (Release) deed()  {}
func (Expect) deed()   {}
