package api

import (
	"time"

	"github.com/parley-sms/parley/fsm"
)

// The limits of what is taken.
const (
	maxBody     = 64 << 10        // bytes of a body, or of a line of a batch
	maxLines    = 100_000         // of a batch
	maxAhead    = 5 * time.Minute // of the server's clock
	maxID       = 100             // characters
	maxName     = 40              // characters of a source, a field's name and the like
	maxValue    = 1000            // characters of a value
	maxEvidence = 16              // entries
)

// shape says which fields a request may have. They are both checked and described by it.
type shape []property

// property is one field of a request.
type property struct {
	name     string
	kind     kind
	required bool
	max      int // characters of a text; entries of an object
	doc      string
}

// kind is what a field holds.
type kind string

const (
	text   kind = "string"
	moment kind = "date-time"
	flat   kind = "flat"    // an object of strings, numbers and booleans
	proofs kind = "strings" // an object of strings
	texts  kind = "texts"   // an array of strings
)

func (s shape) find(name string) *property {
	for i := range s {
		if s[i].name == name {
			return &s[i]
		}
	}
	return nil
}

func (s shape) names() []string {
	names := make([]string, len(s))
	for i, p := range s {
		names[i] = p.name
	}
	return names
}

func eventShape() shape {
	return shape{
		{"id", text, true, maxID, "The shop's own id of the event. Sent again, it is answered the same and does nothing, as long as it is among the person's newest ids (at least 16), or without a phone for 7 days."},
		{"type", text, true, maxName, "What happened, in small letters, digits and _, such as purchase or cart_updated."},
		{"phone", text, false, maxName, "Whom it happened to: a number with its country code, such as +12125550123. Where it is missing, customer_id says whom. An event that the program declares for watchers may go without both: it reaches everybody who waits for it."},
		{"customer_id", text, false, maxID, "The shop's own id of the customer. With a phone it makes the number his, from when the event happened; alone it stands for the number that he has."},
		{"at", moment, false, maxName, "When it happened, in RFC 3339; now where it is missing."},
		{"data", flat, false, fsm.MaxFields, "What is known of it: strings, numbers and booleans, as the program declares the event's fields. A string is kept to its 40th character, or as far as the program declares."},
	}
}

func attributesShape() shape {
	return shape{
		{"attributes", flat, false, fsm.MaxAttributes, "Values by the names that the program declares; null removes one."},
		{"zone", text, false, maxName, "The IANA time zone, such as America/New_York."},
		{"region", text, false, maxName, "Where the person lives, such as US-TX or FR: the law there holds beside that of the number's area code."},
		{"language", text, false, maxName, "The language of texts, such as en or pt-BR."},
		{"customer_id", text, false, maxID, "The shop's own id of the customer: the number is his from now on."},
	}
}

func optInShape() shape {
	return shape{
		{"id", text, false, maxID, "An id of this consent. Sent again, it does nothing."},
		{"purpose", text, true, maxName, "What consent was given for: marketing or service."},
		{"source", text, true, maxName, "Where it was given, such as checkout or paper_form."},
		{"evidence", proofs, true, maxEvidence, "What proves it, as names and strings: shown (the words shown), keyword or form, ip, user_agent and the like. At least one."},
		{"by", text, false, maxName, "Who recorded it; the token's name is kept beside."},
		{"at", moment, false, maxName, "When it was given, in RFC 3339; now where it is missing."},
		{"customer_id", text, false, maxID, "The shop's own id of the customer: the number is his from then on."},
	}
}

func optOutShape() shape {
	return shape{
		{"id", text, false, maxID, "An id of this withdrawal. Sent again, it does nothing."},
		{"purpose", text, false, maxName, "What consent was withdrawn for: marketing or service; everything where it is missing."},
		{"source", text, false, maxName, "Where it comes from, such as helpdesk; the channel where it is missing, else api."},
		{"channel", text, false, maxName, "How the person said it: phone, e-mail, in person…"},
		{"by", text, false, maxName, "Who recorded it; the token's name is kept beside."},
		{"evidence", proofs, false, maxEvidence, "What is known of it, as names and strings."},
		{"at", moment, false, maxName, "When it was said, in RFC 3339; now where it is missing."},
		{"customer_id", text, false, maxID, "The shop's own id of the customer: the number is his from then on."},
	}
}

func releaseShape() shape {
	return shape{{"by", text, true, maxName, "Who looked at the person's text and lets marketing go on."}}
}
