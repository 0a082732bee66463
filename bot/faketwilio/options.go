package faketwilio

import (
	"log/slog"
	"net/http"
	"time"
)

// What New fills in where the options are empty.
const (
	DefaultAccountSID = "AC00000000000000000000000000000000"
	DefaultAuthToken  = "0123456789abcdef0123456789abcdef"
	// DefaultSender texts for a Messaging Service whose numbers are not in Options.Services.
	DefaultSender = "+15005550006"
)

// Options says what a fake Twilio is like. The zero value works: any sender may be used,
// nothing fails, and inbound texts are recorded but posted nowhere.
type Options struct {
	// AccountSID and AuthToken are the basic credentials of the API; the token also signs
	// posts. Twilio's own library takes letters and digits only.
	AccountSID, AuthToken string
	// Seed draws every fault and every SID. Two servers with one seed give equal SIDs.
	Seed uint64
	// Faults are those in force at the start.
	Faults Faults
	// InboundURL is where inbound texts are posted; empty for nowhere.
	InboundURL string
	// PublicBase is the scheme and host that the server under test is known by, where it is
	// not reached there. Inbound posts are signed for it, and callbacks that name it are
	// posted to InboundURL's host.
	PublicBase string
	// Rewrite gives the address to post to for the address that is signed. It goes before
	// PublicBase.
	Rewrite func(signed string) string
	// Numbers are the senders of the account; another From is refused with 21606. Empty
	// means that all numbers are the account's.
	Numbers []string
	// Services gives the numbers of each Messaging Service by its SID. Texts and blocks of
	// these numbers belong to the service. Empty means that any service exists.
	Services map[string][]string
	// AdvancedOptOut turns Advanced Opt-Out on for every sender: inbound keywords carry
	// OptOutType, and a text to a blocked phone is accepted and fails later.
	AdvancedOptOut bool
	// Latency is how long a create call takes; the text is accepted half-way.
	Latency time.Duration
	// CallbackDelay is the time over which the statuses of one text are spread. With 0 they
	// are posted at once after the answer.
	CallbackDelay time.Duration
	// Retries is how often a post is repeated that got no answer or a 5xx, RetryDelay how
	// long each waits (default 200 ms).
	Retries    int
	RetryDelay time.Duration
	// Max bounds each list; the oldest rows fall off. 0 keeps everything.
	Max int
	// Client makes the posts; by default one with a timeout of 15 s, as Twilio's.
	Client *http.Client
	// Virtual is the time of a simulation: nothing waits for it, nothing runs beside, and what
	// is to come later is handed to it. nil for real time.
	Virtual Virtual
	// Log gets a line for each post that failed; nil for silence.
	Log *slog.Logger
}

// Virtual is virtual time.
type Virtual interface {
	Now() time.Time
	// At does a job when it is that late, or soon where it is already.
	At(t time.Time, job func())
}

// filled gives o with defaults in the places left empty.
func (o Options) filled() Options {
	if o.AccountSID == "" {
		o.AccountSID = DefaultAccountSID
	}
	if o.AuthToken == "" {
		o.AuthToken = DefaultAuthToken
	}
	if o.RetryDelay <= 0 {
		o.RetryDelay = 200 * time.Millisecond
	}
	if o.Client == nil {
		o.Client = newClient()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
