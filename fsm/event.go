package fsm

// Event is something that happened to one subscriber. Decide turns it into a Decision.
type Event interface{ event() }

// Inbound is a text from the person, as the carrier gave it.
type Inbound struct {
	ID         string            // the carrier's id (MessageSid); a repeat of it does nothing
	Sender     string            // our number or service that was texted
	Body       string            // as received, untrimmed
	OptOutType string            // the carrier's verdict: STOP, START, HELP or empty
	Media      []Media           // pictures and the like
	Params     map[string]string // everything else that the carrier said
	SentAt     Moment            // when it was texted, if known; else zero
	Reconciled bool              // found in the carrier's list, not posted to us
	Reading    *Reading          // the body, read beforehand; nil: Decide reads it
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
	Seq     uint64 // our message
	SID     string // the carrier's id, where it took the text
	Outcome Outcome
	Code    string // the carrier's error code, or a short word for what went wrong
	Detail  string
	Lesson  Lesson
	RetryAt Moment  // for Throttled
	Message Message // the stored row, brought by the engine
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
	Seq     uint64
	SID     string
	Status  string // the carrier's word: queued, sent, delivered, undelivered, failed…
	Code    string
	Detail  string
	Lesson  Lesson
	Message Message // the stored row, brought by the engine
}

// Fact is an event from a shop: a purchase, a cart, a click.
type Fact struct {
	Happened
	Backfill bool // history: it starts nothing
}

// Clicked says that a person opened a tracked link of one of our texts.
type Clicked struct {
	ID      string
	Seq     uint64 // our message
	To      string // where the link leads
	At      Moment
	Message Message // the stored row, brought by the engine
}

// Called is what came of a call step's call.
type Called struct {
	ID     string // of the Call
	Failed string // why it came to nothing this time; empty: it was answered
	Event  *Happened
}

// Enrol says that a schedule or broadcast has come: the person enters the workflow if he may.
type Enrol struct {
	Workflow string
	ID       string // of the occurrence: "sale 2026-11-27 10:00"; a repeat of it does nothing
}

// Refit says that another program is live: timers are set by it at once, not only by the next event.
type Refit struct{}

// OptIn is consent taken elsewhere, with its evidence.
type OptIn struct {
	ID       string
	Purpose  Purpose
	Source   string // "api", "import", "form"
	Evidence map[string]string
	At       Moment // when it was given
	Import   bool   // history: it starts nothing
}

// OptOut is consent withdrawn elsewhere: by phone, e-mail, through the API.
type OptOut struct {
	ID       string
	Purpose  Purpose // empty: both
	Source   string
	Evidence map[string]string
	At       Moment
}

// Attributes sets what is known of a person; a nil value removes one.
type Attributes struct {
	Set      map[string]any
	Zone     string // IANA name, or empty
	Language string
	Source   string
}

// Take says that an agent takes the thread.
type Take struct{ Agent string }

// Handback says that the thread goes back to the bot.
type Handback struct{ By string }

// AgentText is a text written by an agent.
type AgentText struct{ Agent, Body string }

// ReleaseHold says that a person looked at a doubtful text and lets marketing go on.
type ReleaseHold struct{ By string }

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
func (ReleaseHold) event() {}
