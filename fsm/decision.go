package fsm

// Decision is the only thing that can change the world. Decide makes it, one transaction stores
// it whole, and the loops carry out what is stored.
type Decision struct {
	At       Moment           // when it was decided
	Next     Record           // the record after it
	Lines    []Line           // the transitions and verdicts, in order; they become one journal entry
	Cause    string           // what the decision was about: "inbound SM…", "tick", "status"
	Messages []Message        // rows to add or to overwrite, by Seq
	Ledger   []LedgerEntry    // consent facts to append
	Grants   []Grant          // offers made, by Seq: rows to add or to overwrite
	Claims   []Claim          // unique codes that they take
	Redeems  []Redemption     // of offers that were made before
	Orders   []Order          // rows to add or to overwrite, by ID
	Binds    []Bind           // customers of the shop whose number this is
	Links    []Link           // tracked links of the text that was released
	Calls    []Call           // posts to make after the commit
	News     []Announcement   // what webhooks are to be told: rows of the outbox
	Send     *Message         // the text that was released: hand it to the carrier after the commit
	Counters map[string]int64 // added to the kept counters
	Measures []Measure        // added to the daily sums
	Alarms   []string         // what an operator must know
	Stops    []string         // workflows whose fuse has blown: to be paused for everybody
	Denied   *Denial          // why a wish of the staff was not done
	Nothing  bool             // the event changed nothing: store nothing
	Erased   *Erasure         // the person is to be forgotten but for this and the ledger's chain

	Event  Event  // what was decided about
	Inputs Inputs // what of the inputs it may have depended on, without secrets
}

// Line is one transition of the machine, or a verdict that kept one from happening.
type Line struct {
	Event    string `cbor:"1,keyasint" json:"event"` // "stop", "ask:welcome.interest", "drop:cart.remind"
	From     State  `cbor:"2,keyasint,omitempty" json:"from,omitempty"`
	To       State  `cbor:"3,keyasint,omitempty" json:"to,omitempty"`
	Run      uint64 `cbor:"4,keyasint,omitempty" json:"run,omitempty"`
	Seq      uint64 `cbor:"5,keyasint,omitempty" json:"seq,omitempty"` // the message it is about
	Why      string `cbor:"6,keyasint,omitempty" json:"why,omitempty"`
	Revision string `cbor:"7,keyasint,omitempty" json:"revision,omitempty"`

	Verdict *Verdict `cbor:"8,keyasint,omitempty" json:"verdict,omitempty"` // of the guard that kept a text back
}

// Entry is one commit of one subscriber in the journal. Its number is the record's Version.
type Entry struct {
	Phone   Phone  `cbor:"1,keyasint" json:"phone"`
	Version uint64 `cbor:"2,keyasint" json:"version"`
	At      Moment `cbor:"3,keyasint" json:"at"`
	Cause   string `cbor:"4,keyasint,omitempty" json:"cause"`
	Lines   []Line `cbor:"5,keyasint,omitempty" json:"lines"`
	Changes []byte `cbor:"6,keyasint,omitempty" json:"-"` // the record's changed fields, as the store's codec writes them
	Event   []byte `cbor:"7,keyasint,omitempty" json:"-"` // what was decided about, likewise
	Inputs  []byte `cbor:"8,keyasint,omitempty" json:"-"` // the decision's inputs, likewise
}

// Inputs are the small things beside the record that a decision may depend on. The journal keeps them
// as it keeps the event.
type Inputs struct {
	Token    *Token            `cbor:"1,keyasint,omitempty"`  // a sender's token that the engine brought along; nil: none
	HoldAll  string            `cbor:"2,keyasint,omitempty"`  // why nothing but replies may be released now, or empty
	Secret   []byte            `cbor:"-"`                     // key of every HMAC (experiment arms, link codes)
	LinkBase string            `cbor:"3,keyasint,omitempty"`  // what short links begin with where the program names no domain: "https://…/l/"
	Paused   map[string]Pause  `cbor:"4,keyasint,omitempty"`  // workflows that are paused, by name
	Zones    []string          `cbor:"5,keyasint,omitempty"`  // candidate time zones of the number, for a new record
	Build    string            `cbor:"6,keyasint,omitempty"`  // which build decides: another one may decide otherwise
	Codes    map[string]string `cbor:"10,keyasint,omitempty"` // a code that nobody has, of each offer with a pool
	Refused  int               `cbor:"12,keyasint,omitempty"` // times that a claim of this decision was refused so far
	Coupon   *Coupon           `cbor:"11,keyasint,omitempty"` // of the purchase that is decided about
	Bound    *Bound            `cbor:"20,keyasint,omitempty"` // of the customer that the event names; nil: he has no number yet
	Bounds   *Bounds           `cbor:"-"`                     // what was proven of the program; nil: nothing
	Erased   *Erasure          `cbor:"9,keyasint,omitempty"`  // what was kept when the person was erased; for a new record
	Salt     []byte            `cbor:"8,keyasint,omitempty"`  // random bytes of this decision: what makes its ledger entries' digests tell nothing
	Orders   []Order           `cbor:"50,keyasint,omitempty"` // that OrdersFor named, as far as they are known
	Hours    []byte            `cbor:"13,keyasint,omitempty"` // how much all people do at each hour of their day, by HourShares
	Regions  []string          `cbor:"7,keyasint,omitempty"`  // places that the number may belong to, for a record without any
}

// Token is the right to put one text on the wire of one sender now.
type Token struct {
	Sender string `cbor:"1,keyasint"`
}

// Link is a tracked link of a released text.
type Link struct {
	Code    string `cbor:"1,keyasint" json:"code"` // at least 60 bits that tell nothing about the person
	Phone   Phone  `cbor:"2,keyasint" json:"phone"`
	Seq     uint64 `cbor:"3,keyasint" json:"seq"`
	To      string `cbor:"4,keyasint" json:"to"`
	At      Moment `cbor:"5,keyasint" json:"at"`
	Expires Moment `cbor:"6,keyasint,omitempty" json:"expires,omitempty"` // zero: never
}

// Call is one post of a call step. It may be made more than once, always with the same ID.
type Call struct {
	ID       string // of the run and step: "+12125550100/17/loyalty"
	Run      uint64
	Workflow string
	Step     string
	Endpoint string
	Data     map[string]any
}

// Pause is a way to pause a workflow without a change of its program.
type Pause string

// The ways to pause a workflow.
const (
	PauseEntries Pause = "entries" // nobody enters; who is inside goes on
	PauseSends   Pause = "sends"   // people enter and go on up to their next text, which waits
	PauseDrain   Pause = "drain"   // nobody enters, nothing more is texted, and runs end at their next step
	PauseFuse    Pause = "fuse"    // like sends, and set by Parley itself: the workflow texted more than it can
	PauseHarm    Pause = "harm"    // likewise: an experiment of the workflow drives people away
)
