package dossier

import (
	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
)

// Format names what a file of this form is.
const Format = "parley consent dossier 1"

// Dossier is all that is told of a person but the marketing texts.
type Dossier struct {
	Format    string    `json:"format"`
	Phone     fsm.Phone `json:"phone,omitempty"` // as it was asked for; empty: only the pseudonym is known
	Pseudonym string    `json:"pseudonym"`       // under which the ledger is kept where the person was erased
	Brand     string    `json:"brand,omitempty"`
	Contact   string    `json:"contact,omitempty"`

	MadeAt Time     `json:"made_at"`
	Zone   string   `json:"zone"`  // whose clock local times are of
	Zones  []string `json:"zones"` // all that the number may be in
	Build  string   `json:"build"`
	Data   string   `json:"data"` // the folder that it was read from

	Standing []Standing `json:"standing"` // none: nobody is known by the number now
	Lives    []Life     `json:"lives"`    // the ledger, one part for each time that the person was known
	Texts    []Text     `json:"texts"`    // that carried consent, or told of it
	OptOuts  []OptOut   `json:"opt_outs"`
	Spans    []Span     `json:"blocks_and_holds"`

	Marketing int `json:"marketing_texts_released"`
	Carried   int `json:"texts_from_before_a_restore"` // sent by a server whose data was lost; what they rested on is not known
	LeftOut   int `json:"texts_left_out"`              // beyond MaxTexts

	Anchors []ledger.Anchor `json:"anchors"` // from the first over one of the entries to the latest
	Faults  []string        `json:"faults"`  // what is wrong with the ledger's chain
}

// MaxTexts bounds the texts about consent, and the marketing texts, of one file.
const MaxTexts = 100_000

// Time is a moment in UTC and by the person's clock.
type Time struct {
	UTC   fsm.Moment `json:"utc"`
	Local string     `json:"local,omitempty"`
}

// Known tells whether there is a moment.
func (t Time) Known() bool { return t.UTC != 0 }

// Standing is where consent to one kind of texts stands.
type Standing struct {
	Purpose fsm.Purpose `json:"purpose"`
	Given   bool        `json:"given"` // such texts may go
	Since   Time        `json:"since"`
	Entry   uint64      `json:"entry,omitempty"` // of the ledger that says so
	Said    string      `json:"said"`
}

// Life is the ledger of one time that a person was known.
type Life struct {
	Erased bool   `json:"erased"` // it tells nothing of the person any more
	Facts  []Fact `json:"facts"`
}

// Fact is an entry of the ledger, with all that its hash was taken of. Bytes are written in hex.
type Fact struct {
	Number   uint64            `json:"number"`
	At       Time              `json:"at"`
	Recorded Time              `json:"recorded_at"`
	Fact     string            `json:"fact"`
	Purpose  fsm.Purpose       `json:"purpose"` // empty: all
	Effect   fsm.Effect        `json:"effect"`  // empty: it counts
	Source   string            `json:"source,omitempty"`
	By       string            `json:"by,omitempty"`
	Evidence map[string]string `json:"evidence,omitempty"`

	Salt    string            `json:"salt,omitempty"`
	Digests map[string]string `json:"digests,omitempty"`
	Prev    string            `json:"prev,omitempty"`
	Sealed  string            `json:"sealed,omitempty"` // the text that the hash is the SHA-256 of
	Hash    string            `json:"hash,omitempty"`   // empty: it is from before there were chains
	Log     uint64            `json:"log,omitempty"`    // place in the log of all hashes
	Place   *ledger.Place     `json:"place,omitempty"`  // under which anchor; nil: it is not anchored yet
}

// Counts tells whether the fact changed anything.
func (f *Fact) Counts() bool { return f.Effect == "" }

// Text is one text, in or out.
type Text struct {
	ID       string `json:"id"`
	Number   uint64 `json:"number"`
	Out      bool   `json:"out"` // to the person
	At       Time   `json:"at"`  // received, or released
	Ours     string `json:"ours"`
	Body     string `json:"body"`
	SID      string `json:"carrier_id,omitempty"`
	Status   string `json:"status"`
	Settled  Time   `json:"settled_at"` // when the carrier last told of it
	Name     string `json:"name,omitempty"`
	Answers  uint64 `json:"answers,omitempty"`
	Meaning  string `json:"taken_for,omitempty"`
	Revision string `json:"program_revision,omitempty"`
}

// OptOut is a withdrawal that counts, and how it was obeyed.
type OptOut struct {
	Life     int         `json:"life"` // 1, 2, 3…
	Entry    uint64      `json:"entry"`
	Purpose  fsm.Purpose `json:"purpose"` // empty: all
	Source   string      `json:"source,omitempty"`
	By       string      `json:"by,omitempty"`
	At       Time        `json:"at"`
	Obeyed   Time        `json:"obeyed_at"`
	Took     string      `json:"took"` // from one to the other
	Until    Time        `json:"until"`
	Known    bool        `json:"texts_known"`   // false: the person was erased, and the texts with him
	After    int         `json:"texts_after"`   // of workflows, released between Obeyed and Until: there must be none
	OnWire   int         `json:"texts_on_wire"` // released before, and told of by the carrier after
	LastText Time        `json:"last_text_before"`
}

// Span is a time in which a carrier blocked a sender, or marketing was held until somebody had looked.
type Span struct {
	What   string `json:"what"` // blocked or held
	Sender string `json:"sender,omitempty"`
	Why    string `json:"why"`
	From   Time   `json:"from"`
	To     Time   `json:"to"` // not known: it lasts
	Ended  string `json:"ended,omitempty"`
	Entry  uint64 `json:"entry"`

	known fsm.Moment // when its begin was written down
}
