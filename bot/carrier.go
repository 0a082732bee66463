package bot

import (
	"context"
	"iter"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Carrier takes texts out to phones and lists what it carried. It is declared here, by its user;
// the Twilio adapter, the test phone and the fakes of tests implement it.
type Carrier interface {
	// Name is the carrier's name in settings: "twilio" or "phone".
	Name() string
	// Send hands over one text, once: it never tries again by itself. A nil error means that the
	// carrier has it. Any other outcome is a *SendError; an error of another type counts as InDoubt.
	// The context's deadline is honoured.
	Send(ctx context.Context, text fsm.Message) (sid string, err error)
	// Inbound lists the texts from phones that the carrier received since a time, oldest first.
	// It stops at the first error.
	Inbound(ctx context.Context, since time.Time) iter.Seq2[Received, error]
	// Outbound lists the texts that the carrier took from us since a time, oldest first, for one phone,
	// or for everybody where to is empty. Complete tells whether the list can be trusted to hold
	// everything older than a few seconds.
	Outbound(ctx context.Context, to fsm.Phone, since time.Time) (taken []Taken, complete bool, err error)
}

// Received is one inbound text in the carrier's list.
type Received struct {
	From fsm.Phone
	fsm.Inbound
}

// Taken is one outbound text in the carrier's list.
type Taken struct {
	SID    string
	To     fsm.Phone
	Sender string // our number or service
	Body   string
	Status string
	Code   string
	At     time.Time // created, by the carrier's clock, whole seconds
}

// SendError tells what came of a text that the carrier did not plainly accept.
type SendError struct {
	Outcome fsm.Outcome   // Refused, Throttled, NotSent or InDoubt
	Code    string        // the carrier's code, or a short word such as "timeout"
	Lesson  fsm.Lesson    // what it teaches about the number or the sender
	Wait    time.Duration // for Throttled: how long the carrier asks to wait; 0: it did not say
	Err     error         // what went wrong, for people
}

// Error says what went wrong.
func (e *SendError) Error() string { return string(e.Outcome) + " (" + e.Code + "): " + e.Err.Error() }

// Unwrap gives the cause.
func (e *SendError) Unwrap() error { return e.Err }
