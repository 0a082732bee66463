package fsm

// Record is all that a decision needs to know of one subscriber: about 1 KB, at most MaxRecord.
// Every list in it has a bound (limits.go) and falls off at its old end.
//
// Its CBOR keys are the format on disk: a number is never used again for another thing.
type Record struct {
	Phone    Phone  `cbor:"1,keyasint" json:"phone"`
	Version  uint64 `cbor:"2,keyasint,omitempty" json:"version"`            // commits so far; the journal's number
	Seq      uint64 `cbor:"3,keyasint,omitempty" json:"seq"`                // last message number used
	RunSeq   uint64 `cbor:"4,keyasint,omitempty" json:"run_seq"`            // last run number used
	Ledger   uint64 `cbor:"5,keyasint,omitempty" json:"ledger"`             // last entry of the consent ledger
	Revision string `cbor:"6,keyasint,omitempty" json:"revision,omitempty"` // program it was last decided under
	State    State  `cbor:"7,keyasint,omitempty" json:"state"`

	Marketing Consent  `cbor:"8,keyasint" json:"marketing"`
	Service   Consent  `cbor:"9,keyasint" json:"service"`
	Pending   *Pending `cbor:"10,keyasint,omitempty" json:"pending,omitempty"`
	Hold      *Hold    `cbor:"11,keyasint,omitempty" json:"hold,omitempty"`
	Blocks    []Block  `cbor:"12,keyasint,omitempty" json:"blocks,omitempty"`

	Question *Question  `cbor:"13,keyasint,omitempty" json:"question,omitempty"` // the open one
	Stack    []Question `cbor:"14,keyasint,omitempty" json:"stack,omitempty"`    // suspended, the top one last
	Closed   *Question  `cbor:"15,keyasint,omitempty" json:"closed,omitempty"`   // the last one that closed

	Runs     []Run    `cbor:"17,keyasint,omitempty" json:"runs,omitempty"`
	Calendar []Item   `cbor:"18,keyasint,omitempty" json:"calendar,omitempty"` // sorted by At
	Ready    []Want   `cbor:"19,keyasint,omitempty" json:"ready,omitempty"`    // texts that want to go now, best first
	Wire     *Flight  `cbor:"20,keyasint,omitempty" json:"wire,omitempty"`     // the text on the wire
	Doubts   []Flight `cbor:"21,keyasint,omitempty" json:"doubts,omitempty"`   // released, outcome unknown

	Released []Release  `cbor:"22,keyasint,omitempty" json:"released,omitempty"`  // for caps, newest last
	Seen     []uint64   `cbor:"23,keyasint,omitempty" json:"seen,omitempty"`      // hashes of carriers' ids, newest last
	SeenElse []uint64   `cbor:"40,keyasint,omitempty" json:"seen_else,omitempty"` // hashes of a shop's ids, newest last
	Events   []Happened `cbor:"24,keyasint,omitempty" json:"events,omitempty"`    // recent events, by when they happened
	Entries  []Entered  `cbor:"25,keyasint,omitempty" json:"entries,omitempty"`   // entries that limits ask for

	Attributes map[string]any `cbor:"26,keyasint,omitempty" json:"attributes,omitempty"` // string, float64 or bool
	Orders     Orders         `cbor:"27,keyasint,omitempty" json:"orders"`
	Zones      []string       `cbor:"28,keyasint,omitempty" json:"zones,omitempty"` // candidate time zones
	ZoneSource string         `cbor:"29,keyasint,omitempty" json:"zone_source,omitempty"`
	Language   string         `cbor:"30,keyasint,omitempty" json:"language,omitempty"`
	Sender     string         `cbor:"31,keyasint,omitempty" json:"sender,omitempty"` // our number used last

	Thread Thread `cbor:"32,keyasint,omitempty" json:"thread"`
	Loop   Loop   `cbor:"33,keyasint,omitempty" json:"loop"`
	Number Number `cbor:"34,keyasint,omitempty" json:"number"`

	LastInbound Moment `cbor:"35,keyasint,omitempty" json:"last_inbound,omitempty"`
	StoppedAt   Moment `cbor:"36,keyasint,omitempty" json:"stopped_at,omitempty"` // latest STOP that was obeyed
	StartedAt   Moment `cbor:"37,keyasint,omitempty" json:"started_at,omitempty"` // latest START or opt-in

	AskedAt Moment `cbor:"39,keyasint,omitempty" json:"asked_at,omitempty"` // last time that an opt-in was to be confirmed

	Carried []Unclaimed `cbor:"38,keyasint,omitempty" json:"carried,omitempty"` // sent after the backup that this record comes from
	Lifted  []Block     `cbor:"41,keyasint,omitempty" json:"lifted,omitempty"`  // the latest START to each of our senders

	Tallies []Tally `cbor:"42,keyasint,omitempty" json:"tallies,omitempty"` // when events happened that conditions count
	Given   []Given `cbor:"43,keyasint,omitempty" json:"given,omitempty"`   // offers made
	Bought  []Habit `cbor:"44,keyasint,omitempty" json:"bought,omitempty"`  // products bought, for reordering
	Calls   Loop    `cbor:"45,keyasint,omitempty" json:"calls"`             // calls made in the present hour

	Active  []byte     `cbor:"54,keyasint,omitempty" json:"active,omitempty"`  // what the person did of himself at each hour of the day
	Exposed []Exposure `cbor:"53,keyasint,omitempty" json:"exposed,omitempty"` // experiments that the person is in, the oldest first

	Fuses []Fuse `cbor:"49,keyasint,omitempty" json:"fuses,omitempty"` // unasked texts of the present day, by workflow
	Chain []byte `cbor:"48,keyasint,omitempty" json:"chain,omitempty"` // hash of the last entry of the consent ledger

	Latest  *Latest   `cbor:"59,keyasint,omitempty" json:"latest,omitempty"`  // the newest step's text that went out
	Touches []Touch   `cbor:"50,keyasint,omitempty" json:"touches,omitempty"` // texts that may have led to an order, in order of time
	Ordered []Ordered `cbor:"51,keyasint,omitempty" json:"ordered,omitempty"` // the newest orders, in the order in which they were told

	LastIn uint64   `cbor:"63,keyasint,omitempty" json:"last_in,omitempty"` // number of the person's newest text
	Tags   []string `cbor:"64,keyasint,omitempty" json:"tags,omitempty"`    // by which the staff sorts people

	Regions []string `cbor:"46,keyasint,omitempty" json:"regions,omitempty"` // places that the number may belong to: "US-FL", "CA-QC", "GB"
	Region  string   `cbor:"47,keyasint,omitempty" json:"region,omitempty"`  // where the person lives, as somebody said
}

// Consent is what a person agreed to for one purpose.
type Consent struct {
	Given  bool   `cbor:"1,keyasint,omitempty" json:"given"`
	Proven bool   `cbor:"2,keyasint,omitempty" json:"proven"` // was given at least once
	At     Moment `cbor:"3,keyasint,omitempty" json:"at,omitempty"`
	Source string `cbor:"4,keyasint,omitempty" json:"source,omitempty"`
	Entry  uint64 `cbor:"5,keyasint,omitempty" json:"entry,omitempty"` // its entry in the ledger

	Withdrawn Moment `cbor:"6,keyasint,omitempty" json:"withdrawn,omitempty"` // alone, not by a STOP
}

// Pending is an opt-in that waits for its YES.
type Pending struct {
	At      Moment `cbor:"1,keyasint" json:"at"`                 // last time it was asked for
	AskedAt Moment `cbor:"2,keyasint,omitempty" json:"asked_at"` // last time the question was put
	Keyword string `cbor:"3,keyasint,omitempty" json:"keyword"`  // what was texted
	Again   bool   `cbor:"4,keyasint,omitempty" json:"again"`    // was subscribed before
	Expired bool   `cbor:"5,keyasint,omitempty" json:"expired"`  // back to unknown; YES within 30 days still counts
}

// Hold stops all marketing until a person has looked at a text.
type Hold struct {
	Reason string `cbor:"1,keyasint" json:"reason"`
	Since  Moment `cbor:"2,keyasint" json:"since"`
	Seq    uint64 `cbor:"3,keyasint,omitempty" json:"seq"` // the inbound text that caused it
	Due    Moment `cbor:"4,keyasint,omitempty" json:"due"` // looked at by nobody until then, it is obeyed
}

// Block is a carrier's refusal to carry texts from one of our senders to this number.
type Block struct {
	Sender string `cbor:"1,keyasint" json:"sender"`
	Since  Moment `cbor:"2,keyasint" json:"since"`
	Source string `cbor:"3,keyasint" json:"source"` // "stop" or the carrier's error code
}

// Orders sums up what a person bought.
type Orders struct {
	Count int     `cbor:"1,keyasint,omitempty" json:"count"`
	Total float64 `cbor:"2,keyasint,omitempty" json:"total"`
	First Moment  `cbor:"3,keyasint,omitempty" json:"first,omitempty"`
	Last  Moment  `cbor:"4,keyasint,omitempty" json:"last,omitempty"`
}

// Tally remembers the latest times of one type of event.
type Tally struct {
	Type string   `cbor:"1,keyasint" json:"type"`
	At   []Moment `cbor:"2,keyasint" json:"at"` // newest last
}

// Given is an offer that a text has made.
type Given struct {
	Offer string `cbor:"1,keyasint" json:"offer"`
	At    Moment `cbor:"2,keyasint" json:"at"`                       // zero: its text did not go; the code waits for the person's next one
	Code  string `cbor:"3,keyasint,omitempty" json:"code,omitempty"` // where it is the person's own
	Seq   uint64 `cbor:"4,keyasint,omitempty" json:"seq,omitempty"`  // the first message that carried it
	Text  uint64 `cbor:"5,keyasint,omitempty" json:"text,omitempty"` // the latest one
	Used  bool   `cbor:"6,keyasint,omitempty" json:"used,omitempty"` // something was bought with a code that others have, too
}

// Habit is how often a person buys one product.
type Habit struct {
	Product string `cbor:"1,keyasint" json:"product"`
	Count   int    `cbor:"2,keyasint" json:"count"`
	First   Moment `cbor:"3,keyasint" json:"first"`
	Last    Moment `cbor:"4,keyasint" json:"last"`
}

// Thread is the conversation with a person (an agent), beside the machine's state.
type Thread struct {
	Owner        string `cbor:"1,keyasint,omitempty" json:"owner,omitempty"`
	WaitingSince Moment `cbor:"2,keyasint,omitempty" json:"waiting_since,omitempty"` // zero: nobody waits
	OpenedAt     Moment `cbor:"3,keyasint,omitempty" json:"opened_at,omitempty"`
	LastAgent    Moment `cbor:"4,keyasint,omitempty" json:"last_agent,omitempty"`
	Reason       string `cbor:"5,keyasint,omitempty" json:"reason,omitempty"`
	SnoozedUntil Moment `cbor:"6,keyasint,omitempty" json:"snoozed_until,omitempty"` // zero: it is not put aside
	AskedAt      Moment `cbor:"7,keyasint,omitempty" json:"asked_at,omitempty"`      // since when the person waits for a word of the staff; zero: he has it
	DueAt        Moment `cbor:"8,keyasint,omitempty" json:"due_at,omitempty"`        // when that word is due; zero: there is no target
	Late         bool   `cbor:"9,keyasint,omitempty" json:"late,omitempty"`          // it did not come in time
	Missed       int    `cbor:"11,keyasint,omitempty" json:"missed,omitempty"`       // texts in a row that meant nothing, the latest at MissedAt
	MissedAt     Moment `cbor:"12,keyasint,omitempty" json:"missed_at,omitempty"`
	Answered     bool   `cbor:"10,keyasint,omitempty" json:"answered,omitempty"` // the staff has written in this thread
}

// Loop counts automatic replies, so that two machines never talk to each other for long.
type Loop struct {
	Since Moment `cbor:"1,keyasint,omitempty" json:"since,omitempty"` // start of the present hour
	Count int    `cbor:"2,keyasint,omitempty" json:"count,omitempty"`
	Last  uint64 `cbor:"3,keyasint,omitempty" json:"last,omitempty"` // hash of the last reply
	At    Moment `cbor:"4,keyasint,omitempty" json:"at,omitempty"`
	Same  int    `cbor:"5,keyasint,omitempty" json:"same,omitempty"`
}

// Number is what carriers taught about the number itself.
type Number struct {
	Bad         string `cbor:"1,keyasint,omitempty" json:"bad,omitempty"` // why it can never get a text, e.g. "landline"
	Unreachable int    `cbor:"2,keyasint,omitempty" json:"unreachable,omitempty"`
	Day         int64  `cbor:"3,keyasint,omitempty" json:"day,omitempty"` // last day counted, days since 1970
}
