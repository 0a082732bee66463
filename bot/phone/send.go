package phone

import (
	"context"
	"errors"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// ThrottledFor is how long a throttling test phone asks to wait.
const ThrottledFor = 30 * time.Second

// fate is what becomes of one send.
type fate struct {
	taken   bool           // the carrier has it and lists it
	reached bool           // the handset shows it
	refusal *bot.SendError // what the server hears in place of the id
	reports []fsm.Status   // what it is told later, in order
	slow    bool           // the reports come late
}

// Send takes one text to its handset, or does to it what an armed fault says.
func (p *Phone) Send(ctx context.Context, m fsm.Message) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", &bot.SendError{Outcome: fsm.NotSent, Code: "canceled", Err: err}
	}
	f := fateOf(p.faults.next())
	if !f.taken {
		p.wait(f.refusal.Wait)
		p.tell()
		return "", f.refusal
	}
	t, err := p.take(m, f)
	if err != nil {
		return "", &bot.SendError{Outcome: fsm.NotSent, Code: "ledger", Err: err}
	}
	p.report(t, f)
	if f.refusal != nil {
		return "", f.refusal
	}
	return t.SID, nil
}

// wait remembers how long the server was told to wait.
func (p *Phone) wait(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.Now().Add(d); until.After(p.throttled) {
		p.throttled = until
	}
}

// take writes a text into the ledger.
func (p *Phone) take(m fsm.Message, f fate) (Text, error) {
	sid, err := newSID()
	if err != nil {
		return Text{}, err
	}
	t := Text{
		SID: sid, Out: true, Phone: m.Phone, Sender: m.Sender, Body: m.Body, At: p.Now().UTC(), Status: "accepted",
		Reached: f.reached, Seq: m.Seq, Name: m.Name, Segments: m.Segments,
	}
	if f.refusal != nil { // no report will ever say so
		t.Status = "delivered"
	}
	err = p.ledger.put(t)
	p.tell()
	return t, err
}

// fateOf says what a fault does to a text; without a fault it is delivered.
func fateOf(f Fault) fate {
	switch f {
	case Refuse:
		return refused("30007", fsm.LessonContent, "the words were filtered")
	case Landline:
		return refused("30006", fsm.LessonLandline, "the number is a landline")
	case OptedOut:
		return refused("21610", fsm.LessonOptOut, "the person opted out at the carrier")
	case Throttle:
		return fate{refusal: &bot.SendError{Outcome: fsm.Throttled, Code: "20429", Wait: ThrottledFor, Err: errors.New("too many texts at a time")}}
	case NotSent:
		return fate{refusal: &bot.SendError{Outcome: fsm.NotSent, Code: "connect", Err: errors.New("the carrier could not be reached")}}
	case LostAnswer:
		return fate{taken: true, reached: true, refusal: noAnswer()}
	case Vanished:
		return fate{refusal: noAnswer()}
	case Undelivered:
		return fate{taken: true, reports: []fsm.Status{{Status: "sent"},
			{Status: "undelivered", Code: "30003", Detail: "the handset is off or away", Lesson: fsm.LessonUnreachable}}}
	}
	return fate{taken: true, reached: true, slow: f == Slow, reports: []fsm.Status{{Status: "sent"}, {Status: "delivered"}}}
}

func refused(code string, lesson fsm.Lesson, why string) fate {
	return fate{refusal: &bot.SendError{Outcome: fsm.Refused, Code: code, Lesson: lesson, Err: errors.New(why)}}
}

func noAnswer() *bot.SendError {
	return &bot.SendError{Outcome: fsm.InDoubt, Code: "timeout", Err: errors.New("the carrier did not answer in time")}
}
