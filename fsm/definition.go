package fsm

import (
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// Definition is a program as its author wrote it: parsed, but not yet checked. Compile turns it
// into a Program. Package program reads one from a folder of YAML files. What a workflow is stands in
// definition_workflow.go, what a step is in definition_step.go.
type Definition struct {
	Brand       string
	Contact     string // how a person reaches a human: e-mail or phone
	Frequency   string // "up to 4 msgs/month", as opt-in texts say it
	Language    string // of texts that are in one language, and of people of whom nothing is known
	Languages   []string
	DoubleOptIn bool
	Approval    bool `json:",omitempty"` // a second person must approve what goes live in its place
	Senders     []Sender
	Keywords    []Keyword
	Texts       map[string]string            // in place of the built-in ones, by name
	TextsIn     map[string]map[string]string // the same in other languages: by name, then language
	Replies     map[string]string            `json:",omitempty"` // what agents often write, by name
	RepliesIn   map[string]map[string]string `json:",omitempty"` // the same in other languages: by name, then language
	Quiet       []Window                     // when marketing may be sent, in the recipient's local time
	Law         []quiet.Rule                 `json:",omitempty"` // of places, in the order of their names and days
	Hours       []Window                     // business hours, in Zone
	Zone        string                       // the shop's own IANA time zone
	Support     Support                      `json:",omitzero"`
	Caps        []Cap
	Gap         time.Duration           // least time between two unasked marketing texts
	Suppress    map[string]Suppression  // by name
	Fresh       time.Duration           // how long a question is not talked over
	LateAfter   time.Duration           // an older event starts nothing
	Settle      time.Duration           // entries wait this long for events that come out of order
	SendBy      map[Class]time.Duration // of steps without one of their own
	Attributes  map[string]Field
	Events      map[string]EventType
	Segments    map[string]string // conditions on a person, by name
	Products    map[string]Days   // how long one lasts, by what events call it; "default" for all others
	Links       Links
	Offers      map[string]Offer
	Calls       map[string]Endpoint
	Webhooks    map[string]Webhook `json:",omitempty"` // what is told of what happens, by name
	Sources     map[string]Source  `json:",omitempty"` // what posts webhooks in a form of its own, by name
	Alerts      Alerts             `json:",omitzero"`  // what is not as it should be, and who is told
	Attribution Attribution        `json:",omitzero"`
	Holdout     Holdout            `json:",omitzero"`
	Join        *JoinPage          `json:",omitempty"` // how the pages on which people join are; nil: as they are built in
	Currency    string             // ISO 4217, for money in texts and costs
	Price       float64            // of one segment, in Currency; 0: not known
	Moved       map[string]string  // workflows that have another name now: old to new
	Workflows   []Workflow
}

// Days is a span as products and dates are reckoned: in days.
type Days int

// EventType declares an event that a shop may post.
type EventType struct {
	Fields   map[string]Field
	Watchers bool // posted without a phone: it reaches everybody who waits for its key
}

// Field is an attribute of a person or a field of an event: what its values may be.
type Field struct {
	Type     Type
	Optional bool     // an event may lack it
	Max      int      // characters of a string; 0: MaxAttribute
	GSM      bool     // only characters of the GSM alphabet count; in a text others are as if it were missing
	OneOf    []string // a string's only values; empty: any
}

// Type is the type of a field.
type Type string

// The types.
const (
	StringType Type = "string"
	NumberType Type = "number"
	BoolType   Type = "bool"
	DateType   Type = "date" // "2026-12-24", kept as a string
	TimeType   Type = "time" // RFC 3339 with its zone, kept as a string
)

// Links says how links in texts are tracked.
type Links struct {
	Domain  string            // of short links; empty: the server's own
	Allow   []string          // hosts that links may lead to, with all their subdomains
	Schemes []string          `json:",omitempty"` // of apps that links may lead into: "acme" allows acme://product/17
	UTM     map[string]string `json:",omitempty"` // added to web addresses, by the name without utm_; they may say {{ workflow }} and {{ step }}
	Expire  Days              // 0: never
}

// Offer is an incentive: who may get it, and how often.
type Offer struct {
	Code   string  // one for everybody; empty where Codes says more
	Codes  Codes   // everybody gets a code of his own
	Prefix string  // generated ones begin with it
	Low    int     // an operator is told when a pool has fewer left
	Worth  string  // as texts say it: "10%"
	Cost   float64 // of one redemption, in Currency
	Limit  int     // times per Per and person; 0: no limit
	Per    time.Duration
	If     string
}

// Codes says where the codes of an offer come from that are each for one person alone.
type Codes string

// The kinds of codes.
const (
	PoolCodes      Codes = "pool"      // they are imported
	GeneratedCodes Codes = "generated" // Parley makes them
)

// Endpoint is where a call step posts to.
type Endpoint struct {
	URL    string
	Secret string // environment variable with the key that signs what is posted; empty: not signed
}
