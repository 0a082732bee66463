package fsm

import "fmt"

// rank orders a carrier's words for how far a text has come. A status never moves down.
func rank(status string) int {
	switch status {
	case "accepted", "scheduled":
		return 1
	case "queued":
		return 2
	case "sending":
		return 3
	case "sent":
		return 4
	case "delivered", "undelivered", "failed", "canceled":
		return 5
	case "read":
		return 6
	}
	return 0
}

// status books a delivery report. One that comes before the answer to the send proves that the
// carrier has the text; late, repeated and unknown ones do no harm.
func (d *deciding) status(e Status) {
	d.dec.Cause = "status " + e.Status
	m := e.Message
	if !m.Out || m.Seq == 0 || m.SID != "" && e.SID != "" && m.SID != e.SID {
		return
	}
	if f, ok := d.flight(e.Seq); ok {
		d.accepted(f, m, Settled{Seq: e.Seq, SID: e.SID})
		m = d.dec.Messages[len(d.dec.Messages)-1]
		d.dec.Messages = d.dec.Messages[:len(d.dec.Messages)-1]
	}
	before := m
	if m.SID == "" {
		m.SID = e.SID
	}
	if m.Code == "" || m.Code == before.Code && e.Code != "" {
		m.Code, m.Detail = e.Code, e.Detail
	}
	moved := rank(e.Status) > rank(m.Status)
	if moved {
		m.Status = e.Status
	}
	if !moved && m.SID == before.SID && m.Code == before.Code && !d.touched {
		return
	}
	d.store(m)
	if moved {
		d.note("status:"+noColon(e.Status), e.Code)
		d.count("status." + e.Status)
		d.reached(e, m)
	}
}

// reached draws the conclusions of a final status.
func (d *deciding) reached(e Status, m Message) {
	switch e.Status {
	case "delivered", "read":
		d.rec.Number = Number{}
	case "failed", "undelivered":
		d.learn(e.Lesson, e.Code, m)
		if q := d.rec.Question; q != nil && q.Seq == m.Seq {
			d.closeQuestion(evTimeout, "its text failed: "+e.Code)
			d.leaveByTimeout(q.Run, "failed: "+e.Code)
		}
	}
}

// learn takes in what a carrier's error teaches about the number or the sender.
func (d *deciding) learn(lesson Lesson, code string, m Message) {
	switch lesson {
	case LessonOptOut:
		d.carrierStop(code, m)
	case LessonBadNumber, LessonLandline:
		d.rec.Number.Bad = fmt.Sprintf("%s (%s)", lesson, code)
	case LessonUnreachable, LessonBlocked:
		d.unreachable(code)
	case LessonContent:
		d.alarm("a carrier filtered the words of %s (%s)", m.Name, code)
	case LessonSender:
		d.alarm("the carrier refuses our sender %s (%s)", m.Sender, code)
	}
}

// unreachable counts the days on which a number could not be reached.
func (d *deciding) unreachable(code string) {
	n, today := &d.rec.Number, int64(d.now)/86_400_000
	if n.Day == today {
		return
	}
	n.Day = today
	if n.Unreachable++; n.Unreachable >= UnreachableDays {
		n.Bad = fmt.Sprintf("unreachable on %d days (%s)", n.Unreachable, code)
	}
}

// carrierStop is an opt-out that only the carrier knew of. It counts only for a text that was
// released after the latest START or opt-in; an older one says nothing new.
func (d *deciding) carrierStop(code string, m Message) {
	if m.At < d.rec.StartedAt {
		d.note(evStop, "the carrier's "+code+" is older than the latest START")
		return
	}
	d.block(m.Sender, code)
	if d.ground() != Stopped {
		d.stopped("carrier "+code, map[string]string{"code": code, "sid": m.SID})
	}
}
