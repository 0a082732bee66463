package rehearse

import (
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// settle gives the text on the wire its outcome: taken and delivered, or what the test says.
func (w *world) settle(f fsm.Flight) {
	var plan script.Carrier
	if len(w.carrier) > 0 {
		plan = w.carrier[0]
		if w.carrier[0].Times--; w.carrier[0].Times <= 0 {
			w.carrier = w.carrier[1:]
		}
	}
	w.sent(f.Seq, plan.Does)
	s := fsm.Settled{Seq: f.Seq, Code: plan.Code}
	switch plan.Does {
	case script.CarrierRefuses:
		s.Outcome, s.Lesson = fsm.Refused, w.lesson(plan.Code)
	case script.CarrierThrottles:
		s.Outcome, s.Code, s.RetryAt = fsm.Throttled, "429", w.now.Add(plan.RetryIn)
	case script.CarrierFound, script.CarrierAbsent, script.CarrierUnknown:
		s.Outcome, s.Code = fsm.InDoubt, "timeout"
		w.lost(f, plan.Does)
	default:
		w.take(f, plan)
		return
	}
	w.decide(s, nil)
}

// take is a carrier that has the text and reports on it.
func (w *world) take(f fsm.Flight, plan script.Carrier) {
	sid := fmt.Sprintf("SM%d", f.Seq)
	w.decide(fsm.Settled{Seq: f.Seq, SID: sid, Outcome: fsm.Accepted}, nil)
	report := fsm.Status{Seq: f.Seq, SID: sid, Status: "delivered"}
	if plan.Does == script.CarrierFails {
		report.Status, report.Code, report.Lesson = "undelivered", plan.Code, w.lesson(plan.Code)
	}
	w.decide(report, nil)
}

// lost is a text of which nobody knows: its fate is found out after a while.
func (w *world) lost(f fsm.Flight, fate script.CarrierDoes) {
	s := fsm.Settled{Seq: f.Seq, Code: "reconciled"}
	at := w.now.Add(fsm.ReconcileGrace)
	switch fate {
	case script.CarrierFound:
		s.Outcome, s.SID = fsm.Accepted, fmt.Sprintf("SM%d", f.Seq)
	case script.CarrierAbsent:
		s.Outcome = fsm.NotSent
	default:
		s.Outcome, at = fsm.GivenUp, w.now.Add(24*time.Hour)
		if f.Want.SendBy > w.now {
			at = f.Want.SendBy
		}
	}
	w.after(at, func() { w.happens(s) })
}

func (w *world) lesson(code string) fsm.Lesson {
	if w.o.LessonOf == nil {
		return fsm.LessonNone
	}
	return w.o.LessonOf(code)
}

// sent notes a text that went on the wire. One that the carrier never takes reaches nobody.
func (w *world) sent(seq uint64, fate script.CarrierDoes) {
	m := w.rows[seq]
	t := text{m, w.shown(m.Body)}
	w.lastSent = w.now
	e := Entry{Who: "misses", Text: t.shown, Segments: m.Segments, Name: m.Name}
	switch fate {
	case "", script.CarrierFound, script.CarrierUnknown:
		w.inbox = append(w.inbox, t)
		e.Who = "receives"
	case script.CarrierRefuses:
		e.Lost = "refused"
	case script.CarrierFails:
		e.Lost = "not delivered"
	case script.CarrierThrottles:
		e.Lost = "put off"
	case script.CarrierAbsent:
		e.Lost = "lost"
	}
	w.entry(e)
}
