package fsm

import (
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// Support says when the staff is there beside Definition.Hours, how soon a person has its word, and who is handed over
// to it. All spans are business time: they pass within those hours alone.
type Support struct {
	Holidays      []quiet.Holiday    `json:",omitempty"` // days on which nobody is there, by the shop's clock
	FirstResponse time.Duration      // until the first word of the staff in a thread; 0: there is no target
	NextResponse  time.Duration      // until the word after each later text; 0: there is no target
	ReassignAfter time.Duration      // that an agent may leave a text unanswered; 0: as long as the target
	HandoffAfter  int                // texts in a row that mean nothing; 0: they never fetch anybody
	HandoffWhen   map[string]Handoff `json:",omitempty"` // by name
}

// Handoff says which texts fetch a person: those that hold one of the words, of people of whom the condition holds. Where
// one of both is missing, the other decides.
type Handoff struct {
	Words []string
	If    string
}

// MaxResponse is the longest target of an answer, and the longest that an agent may leave a text unanswered.
const MaxResponse = 80 * time.Hour // of business time: two weeks of work
