package fsm

import "time"

// Source is a system, such as a shop, that posts webhooks in a form of its own: how it proves that it is
// itself, and what its payloads tell. What is called an expression here is evaluated over a payload: over
// body, header, topic and item (expressions.go).
type Source struct {
	Preset   string    // whose settings and mappings it begins with; empty: none
	Without  []string  // mappings of the preset that it leaves out
	Auth     Auth      // how it signs
	Secret   string    // environment variable with the key, or with several and commas while it changes
	Ping     string    // the one field of a form that it posts on trial, unsigned; empty: it posts none
	Topic    string    // expression: what a payload is about
	Delivery string    // expression: the id of a delivery, of which a repeat does nothing; empty: by its body
	Region   string    // country of numbers without one: "US"; empty: such are no numbers
	Consent  *Box      // what people saw who gave consent there; nil: no consent is taken from it
	Mappings []Mapping // those of the preset first
}

// Box is the box that people tick for texts, of which no payload tells the words.
type Box struct {
	Shown string // the words beside it
	Form  string // where it stands: the address of a page, or its name
}

// Auth says how a source signs what it posts.
type Auth struct {
	Scheme    string        // "hmac", "basic" or "token"
	Header    string        // which carries the signature or token
	Prefix    string        // of the signature or token in it: "sha256="
	Pair      string        // where the header holds pairs such as t=1,v1=ab: the name of the signature's
	Algorithm string        // of an HMAC: "sha256", "sha1" or "sha512"
	Encoding  string        // of an HMAC: "hex" or "base64"
	Key       string        // of an HMAC: "text", or "base64" as Standard Webhooks have it
	Signed    string        // of an HMAC: what is signed, with {body}, and {name} for headers and pairs
	Timestamp string        // header or pair, which must be signed too, with the time in seconds; empty: there is none
	Tolerance time.Duration // how far that time may be off the server's
}

// Mapping makes an event, consent or a withdrawal of a payload. All of a source whose condition holds do.
type Mapping struct {
	Name     string
	Shipped  bool              // it is of the preset: passed over where the program does not declare its event
	On       string            // condition
	Each     string            // expression: a list, each item of which makes one; empty: the payload makes one
	Event    string            // type; empty: none
	ID       string            // expression: of what happened, so that it counts once; empty: the delivery's
	At       string            // expression: when it happened, in RFC 3339 or seconds since 1970; empty: now
	Phone    string            // expression: of whom
	Customer string            // expression: the shop's id of the customer; empty: it says none
	Country  string            // expression: two letters, of a number without its country code; empty: the source's region
	Fields   map[string]string // expressions, by the event's fields
	OptIn    *SourceConsent
	OptOut   *SourceConsent
}

// SourceConsent says when a payload tells of consent to marketing, given or withdrawn.
type SourceConsent struct {
	If       string            // condition
	Source   string            // where, as the ledger has it; empty: the source's name
	Shown    string            // the words beside the box, in place of the source's
	At       string            // expression; empty: the mapping's
	Evidence map[string]string // expressions, by name: ip, user_agent and the like
}
