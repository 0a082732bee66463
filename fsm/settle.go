package fsm

import (
	"slices"
	"time"
)

// notSentStatus is the status of a text that certainly did not go.
const notSentStatus = "not_sent"

// settled books what came of a released text.
func (d *deciding) settled(e Settled) {
	d.dec.Cause = "settled"
	f, ok := d.flight(e.Seq)
	if !ok {
		d.lateOutcome(e)
		return
	}
	d.touched = true
	m := e.Message
	m.Code, m.Detail = e.Code, e.Detail
	switch e.Outcome {
	case Accepted:
		d.accepted(f, m, e)
	case InDoubt:
		d.doubt(f, m, e)
	case Throttled, NotSent:
		d.notSent(f, m, e)
	case GivenUp:
		d.giveUp(f, m, e)
	default:
		d.refused(f, m, e)
	}
}

// flight takes a released text off the wire or out of doubt.
func (d *deciding) flight(seq uint64) (Flight, bool) {
	if f := d.rec.Wire; f != nil && f.Seq == seq {
		d.rec.Wire = nil
		return *f, true
	}
	for i, f := range d.rec.Doubts {
		if f.Seq == seq {
			d.rec.Doubts = slices.Delete(d.rec.Doubts, i, i+1)
			return f, true
		}
	}
	return Flight{}, false
}

// lateOutcome is an answer for a text that was settled already, by a callback or a listing that
// was faster: only the carrier's id is new.
func (d *deciding) lateOutcome(e Settled) {
	if e.SID == "" || e.Message.SID != "" || !e.Message.Out {
		return
	}
	m := e.Message
	m.SID = e.SID
	d.store(e.Message, m)
	d.note("settled", "late")
}

// store writes a message's row in place of what it was; one that the engine could not bring is left alone.
func (d *deciding) store(was, m Message) {
	d.touched = true
	if m.Seq == 0 {
		return
	}
	d.dec.Messages = append(d.dec.Messages, m)
	d.measureText(was, m)
}

func (d *deciding) accepted(f Flight, m Message, e Settled) {
	m.SID, m.SettledAt = e.SID, d.now
	if rank(m.Status) < rank("accepted") {
		m.Status = "accepted"
	}
	d.store(e.Message, m)
	d.taken(f)
}

// taken lets the run of a text go on that the carrier has.
func (d *deciding) taken(f Flight) {
	d.note("accepted:"+d.named(f.Want), "")
	d.count("accepted")
	if run := d.waitsFor(f); run != nil && run.Phase == OnWire {
		d.moveOn(f.Want, f.At, "sent")
	}
}

// waitsFor is the run that a text moves: it stands where the text left it. A run that has gone on,
// and may even have come back to the step, is not moved.
func (d *deciding) waitsFor(f Flight) *Run {
	run := d.run(f.Want.Run)
	if run == nil || run.Step != f.Want.Step || run.Text != f.Seq {
		return nil
	}
	return run
}

// doubt keeps a text whose outcome nobody knows apart, until the carrier's list or a callback
// tells. It blocks the texts of its own run, and nothing else.
func (d *deciding) doubt(f Flight, m Message, e Settled) {
	m.Status = "in_doubt"
	d.store(e.Message, m)
	d.note("doubt:"+d.named(f.Want), m.Code+" "+m.Detail)
	d.count("in_doubt")
	d.rec.Doubts = append(d.rec.Doubts, f)
}

// notSent is a text that certainly did not go: it asks the table and the guards again, later. What
// a STOP or an answer has made void in the meantime stays void.
func (d *deciding) notSent(f Flight, m Message, e Settled) {
	m.Status, m.SettledAt = notSentStatus, d.now
	d.store(e.Message, m)
	d.note("not_sent:"+d.named(f.Want), e.Code+" "+e.Detail)
	d.count("not_sent")
	d.learn(e.Lesson, e.Code, m)
	d.rec.Released = slices.DeleteFunc(d.rec.Released, func(r Release) bool { return r.Seq == f.Seq })
	d.unburn(f)
	d.outcomeText(&m, -1)
	d.takeOfferBack(f, m.Name)
	d.forgetLatest(f)
	if !d.withdrawUnsent(f) {
		return
	}
	w := f.Want
	if w.Run == 0 {
		w.Body = e.Message.Body
	}
	w.Attempts++
	at := max(e.RetryAt, d.now.Add(backoff(w.Attempts)))
	if w.SendBy > 0 {
		at = min(at, w.SendBy)
	}
	d.schedule(Item{At: at, Kind: ItemText, Want: &w})
}

// backoff is how long a text waits that could not be sent: 4 s, 16 s, 64 s, and then about as long as
// an outage is worth asking after. There is no last attempt but the time by which it must be sent.
func backoff(attempts int) time.Duration {
	return min(time.Second<<(2*min(attempts, 8)), 5*time.Minute)
}

// withdrawUnsent closes a question that nobody got to see, and tells whether its text is still
// wanted.
func (d *deciding) withdrawUnsent(f Flight) bool {
	w := f.Want
	if w.Run == 0 {
		return d.ground() != Stopped || exempt(w.Name)
	}
	run := d.waitsFor(f)
	if run == nil {
		return false
	}
	if w.Retry { // the question was put before: it stays, open or suspended
		return d.suspended(w.Run) || d.rec.Question != nil && d.rec.Question.Run == w.Run
	}
	run.Phase = Wanting
	d.wentNot(f, run)
	d.forgetTimeout(w.Run, w.Step)
	if q := d.rec.Question; q != nil && q.Run == w.Run {
		d.fire(evRecall, "its text did not go out")
		d.rec.Question = nil
		d.wakeTexts()
		return true
	}
	d.dropSuspended(w.Run)
	return true
}

// giveUp ends a doubt that nobody can resolve, as the step says: by default the text is dropped,
// for a text twice is worse than a text lost.
func (d *deciding) giveUp(f Flight, m Message, e Settled) {
	m.Status, m.SettledAt = "unknown", d.now
	d.store(e.Message, m)
	d.note("unknown:"+d.named(f.Want), "nobody can tell whether it was sent")
	d.count("unknown")
	run := d.waitsFor(f)
	if run == nil || run.Phase != OnWire {
		return
	}
	if _, s, ok := d.at(run); ok && s.Resend && f.Want.Resent+1 < MaxAttempts {
		w := f.Want
		w.Attempts++
		w.Resent++
		w.SendBy = max(w.SendBy, d.now.Add(time.Hour))
		d.want(w)
		return
	}
	d.moveOn(f.Want, f.At, "unknown")
}

// refused is a text that the carrier will never take.
func (d *deciding) refused(f Flight, m Message, e Settled) {
	m.Status, m.SettledAt = "failed", d.now
	if e.SID != "" {
		m.SID = e.SID
	}
	d.store(e.Message, m)
	d.note("refused:"+d.named(f.Want), e.Code+" "+e.Detail)
	d.count("refused")
	d.forgetLatest(f)
	d.learn(e.Lesson, e.Code, m)
	if d.waitsFor(f) != nil {
		d.moveOn(f.Want, f.At, "refused: "+e.Code)
	}
}
