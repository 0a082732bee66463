package fsm

// Event is something that happened to one subscriber. Decide turns it into a Decision. The journal
// keeps it: its CBOR keys are the format on disk, and what has none is not kept.
type Event interface{ event() }

// Inbound is a text from the person, as the carrier gave it.
type Inbound struct {
	ID         string            `cbor:"1,keyasint,omitempty"` // the carrier's id (MessageSid); a repeat of it does nothing
	Sender     string            `cbor:"2,keyasint,omitempty"` // our number or service that was texted
	Body       string            `cbor:"3,keyasint,omitempty"` // as received, untrimmed
	OptOutType string            `cbor:"4,keyasint,omitempty"` // the carrier's verdict: STOP, START, HELP or empty
	Media      []Media           `cbor:"5,keyasint,omitempty"` // pictures and the like
	Params     map[string]string `cbor:"6,keyasint,omitempty"` // everything else that the carrier said
	SentAt     Moment            `cbor:"7,keyasint,omitempty"` // when it was texted, if known; else zero
	Reconciled bool              `cbor:"8,keyasint,omitempty"` // found in the carrier's list, not posted to us
	Reading    *Reading          `cbor:"-"`                    // the body, read beforehand; nil: Decide reads it
}

// Media is a picture or file that came with a text, kept as a reference.
type Media struct {
	URL         string `cbor:"1,keyasint" json:"url"`
	ContentType string `cbor:"2,keyasint,omitempty" json:"content_type"`
}

// Tick says that something on the person's calendar may have come due.
type Tick struct{}

// Pull says that the sender of the person's first ready text has a token for it.
type Pull struct{}

// Settled is what came of a released text.
type Settled struct {
	Seq     uint64  `cbor:"1,keyasint,omitempty"` // our message
	SID     string  `cbor:"2,keyasint,omitempty"` // the carrier's id, where it took the text
	Outcome Outcome `cbor:"3,keyasint,omitempty"`
	Code    string  `cbor:"4,keyasint,omitempty"` // the carrier's error code, or a short word for what went wrong
	Detail  string  `cbor:"5,keyasint,omitempty"`
	Lesson  Lesson  `cbor:"6,keyasint,omitempty"`
	RetryAt Moment  `cbor:"7,keyasint,omitempty"` // for Throttled
	Message Message `cbor:"-"`                    // the stored row, brought by the engine
}

// Outcome is what became of one attempt to hand a text to the carrier.
type Outcome string

// The outcomes of an attempt.
const (
	Accepted  Outcome = "accepted"  // the carrier has it, once
	Refused   Outcome = "refused"   // for good: this text will never go
	Throttled Outcome = "throttled" // not sent; safe to try again from RetryAt on
	NotSent   Outcome = "not_sent"  // not sent; safe to try again
	InDoubt   Outcome = "in_doubt"  // nobody knows yet
	GivenUp   Outcome = "given_up"  // nobody will ever know
)

// Lesson is what a carrier's error teaches beside the fate of the one text.
type Lesson string

// The lessons of error codes.
const (
	LessonNone        Lesson = ""
	LessonOptOut      Lesson = "opt_out"     // the person opted out at the carrier
	LessonBadNumber   Lesson = "bad_number"  // this number never gets a text
	LessonLandline    Lesson = "landline"    // nor this one
	LessonUnreachable Lesson = "unreachable" // off or away; counts by the day
	LessonBlocked     Lesson = "blocked"     // the carrier or person blocks us
	LessonContent     Lesson = "content"     // the words were filtered
	LessonSender      Lesson = "sender"      // our sender or account is not fit: alarm
)

// Status is a delivery report.
type Status struct {
	Seq     uint64  `cbor:"1,keyasint,omitempty"`
	SID     string  `cbor:"2,keyasint,omitempty"`
	Status  string  `cbor:"3,keyasint,omitempty"` // the carrier's word: queued, sent, delivered, undelivered, failed…
	Code    string  `cbor:"4,keyasint,omitempty"`
	Detail  string  `cbor:"5,keyasint,omitempty"`
	Lesson  Lesson  `cbor:"6,keyasint,omitempty"`
	Message Message `cbor:"-"` // the stored row, brought by the engine
}

// Fact is an event from a shop: a purchase, a cart, a click.
type Fact struct {
	Happened `cbor:"1,keyasint,omitempty"`
	Backfill bool   `cbor:"2,keyasint,omitempty"` // history: it starts nothing
	Customer string `cbor:"3,keyasint,omitempty"` // whom the shop knows the person as; the number becomes his
}

// Clicked says that a tracked link of one of our texts was opened.
type Clicked struct {
	ID      string  `cbor:"1,keyasint,omitempty"`
	Seq     uint64  `cbor:"2,keyasint,omitempty"` // our message
	To      string  `cbor:"3,keyasint,omitempty"` // where the link leads
	At      Moment  `cbor:"4,keyasint,omitempty"`
	By      Opener  `cbor:"6,keyasint,omitempty"` // who seems to have opened it
	Why     string  `cbor:"7,keyasint,omitempty"` // why it does not seem to have been a person
	Message Message `cbor:"-"`                    // the stored row, brought by the engine
}

// Called is what came of a call step's call.
type Called struct {
	ID     string    `cbor:"1,keyasint,omitempty"` // of the Call
	Failed string    `cbor:"2,keyasint,omitempty"` // why it came to nothing this time; empty: it was answered
	Event  *Happened `cbor:"3,keyasint,omitempty"`
}

// Enrol says that a schedule or broadcast has come: the person enters the workflow if he may.
type Enrol struct {
	Workflow string `cbor:"1,keyasint,omitempty"`
	ID       string `cbor:"2,keyasint,omitempty"` // of the occurrence: "sale 2026-11-27 10:00"; a repeat of it does nothing
}

// Refit says that another program is live: timers are set by it at once, not only by the next event.
type Refit struct{}

// OptIn is consent taken elsewhere, with its evidence.
type OptIn struct {
	ID       string            `cbor:"1,keyasint,omitempty"`
	Purpose  Purpose           `cbor:"2,keyasint,omitempty"`
	Source   string            `cbor:"3,keyasint,omitempty"` // "api", "import", "form"
	Evidence map[string]string `cbor:"4,keyasint,omitempty"`
	At       Moment            `cbor:"5,keyasint,omitempty"` // when it was given
	Import   bool              `cbor:"6,keyasint,omitempty"` // history: it starts nothing
	By       string            `cbor:"7,keyasint,omitempty"` // who recorded it
	Ask      bool              `cbor:"8,keyasint,omitempty"` // only a request for marketing, which the person must confirm
	Customer string            `cbor:"9,keyasint,omitempty"` // whom the shop knows the person as, or empty; the number becomes his
}

// OptOut is consent withdrawn elsewhere: by phone, e-mail, through the API.
type OptOut struct {
	ID       string            `cbor:"1,keyasint,omitempty"`
	Purpose  Purpose           `cbor:"2,keyasint,omitempty"` // empty: both
	Source   string            `cbor:"3,keyasint,omitempty"`
	Evidence map[string]string `cbor:"4,keyasint,omitempty"`
	At       Moment            `cbor:"5,keyasint,omitempty"`
	By       string            `cbor:"6,keyasint,omitempty"` // who recorded it
	Customer string            `cbor:"7,keyasint,omitempty"` // whom the shop knows the person as, or empty; the number becomes his
	Of       uint64            `cbor:"-"`                    // as for ReleaseHold
}

// Attributes sets what is known of a person; a nil value removes one.
type Attributes struct {
	Set      map[string]any `cbor:"1,keyasint,omitempty"`
	Zone     string         `cbor:"2,keyasint,omitempty"` // IANA name, or empty
	Language string         `cbor:"3,keyasint,omitempty"`
	Source   string         `cbor:"4,keyasint,omitempty"`
	Region   string         `cbor:"5,keyasint,omitempty"` // where the person lives: "US-FL", "FR"; or empty
	Customer string         `cbor:"6,keyasint,omitempty"` // whom the shop knows the person as, or empty; the number becomes his
	By       string         `cbor:"7,keyasint,omitempty"` // the member of the staff who says so, or empty
}

// Take says that an agent takes the thread, or is given it. It is refused where another agent has it whom From
// does not name.
type Take struct {
	Agent string `cbor:"1,keyasint,omitempty"` // who is to have it
	From  string `cbor:"2,keyasint,omitempty"` // the owner whom the page showed from whom it is taken
	By    string `cbor:"3,keyasint,omitempty"` // who gives it, where that is another than Agent
}

// Handback says that the thread goes back to the bot.
type Handback struct {
	By   string    `cbor:"1,keyasint,omitempty"`
	Then Afterward `cbor:"2,keyasint,omitempty"` // what becomes of the question that was put aside; empty: Resume
}

// AgentText is a text written by an agent. It is refused where another agent has the thread, and where the person
// has texted something that its author has not seen.
type AgentText struct {
	Agent string `cbor:"1,keyasint,omitempty"`
	Body  string `cbor:"2,keyasint,omitempty"`
	New   uint64 `cbor:"3,keyasint,omitempty"` // number from which on messages are new to its author; 0: that is not asked
	At    Moment `cbor:"4,keyasint,omitempty"` // when it is to go; zero, or not later than now: now
	Offer string `cbor:"5,keyasint,omitempty"` // an offer that it makes; its code stands where the words say CodeHere
}

// Unsend takes back words of the staff that have not gone yet.
type Unsend struct {
	By    string `cbor:"1,keyasint,omitempty"`
	Since Moment `cbor:"2,keyasint,omitempty"` // the Want's
}

// Noted is a note of the staff about the person. It is never texted.
type Noted struct {
	By   string `cbor:"1,keyasint,omitempty"`
	Body string `cbor:"2,keyasint,omitempty"`
}

// Snoozed puts a thread aside until a time or the person's next text, whichever comes first.
type Snoozed struct {
	By    string `cbor:"1,keyasint,omitempty"`
	Until Moment `cbor:"2,keyasint,omitempty"` // not later than now: it is woken
}

// Tagged changes the tags by which the staff sorts people.
type Tagged struct {
	By     string   `cbor:"1,keyasint,omitempty"`
	Add    []string `cbor:"2,keyasint,omitempty"`
	Remove []string `cbor:"3,keyasint,omitempty"`
}

// ReleaseHold says that a person looked at a doubtful text and lets marketing go on.
type ReleaseHold struct {
	By string `cbor:"1,keyasint,omitempty"`
	Of uint64 `cbor:"-"` // the text that was looked at: denied where another one, or none, holds marketing by now; 0: whatever does
}

func (Inbound) event()     {}
func (Tick) event()        {}
func (Pull) event()        {}
func (Settled) event()     {}
func (Status) event()      {}
func (Fact) event()        {}
func (Clicked) event()     {}
func (Called) event()      {}
func (Enrol) event()       {}
func (Refit) event()       {}
func (OptIn) event()       {}
func (OptOut) event()      {}
func (Attributes) event()  {}
func (Take) event()        {}
func (Handback) event()    {}
func (AgentText) event()   {}
func (Unsend) event()      {}
func (Noted) event()       {}
func (Snoozed) event()     {}
func (Tagged) event()      {}
func (ReleaseHold) event() {}
