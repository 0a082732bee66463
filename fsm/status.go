package fsm

import (
	"cmp"
	"fmt"
	"slices"
)

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
	f, flying := d.flight(e.Seq)
	if flying {
		m.SettledAt = d.now
	}
	moved := rank(e.Status) > rank(m.Status)
	if moved {
		m.Status = e.Status
	}
	if moved && e.Code != "" {
		m.Code, m.Detail = e.Code, e.Detail
	}
	if !flying && !moved && (m.SID != "" || e.SID == "") {
		return
	}
	m.SID = cmp.Or(m.SID, e.SID)
	if moved && e.Status == "delivered" {
		m.DeliveredAt = d.now
		d.arrived(m)
	}
	d.store(e.Message, m)
	switch {
	case flying:
		d.taken(f)
	case moved && e.Message.Status == notSentStatus:
		d.sentAfterAll(m)
	}
	if moved {
		d.note("status:"+noColon(e.Status), e.Code)
		d.count("status." + e.Status)
		d.reached(e, m)
	}
}

// arrived remembers that a step's text reached the person.
func (d *deciding) arrived(m Message) {
	if m.Run != 0 {
		d.touch(Touch{DeliveredTouch, d.now, m.Seq, m.Name})
	}
}

// sentAfterAll is a text that the carrier has although its list did not show it: what waits to go
// once more is void, and its run goes on.
func (d *deciding) sentAfterAll(m Message) {
	d.offeredAfterAll(m)
	run := d.run(m.Run)
	if run == nil {
		reply := func(w Want) bool { return w.Run == 0 && w.Name == m.Name && w.Answers == m.Answers && w.Attempts > 0 }
		d.rec.Ready = slices.DeleteFunc(d.rec.Ready, reply)
		d.unschedule(func(i Item) bool { return i.Want != nil && reply(*i.Want) })
		return
	}
	w, s, ok := d.at(run)
	if !ok || run.Text != m.Seq || run.Phase != Wanting {
		return
	}
	d.unwant(m.Run)
	if s.Kind != AskStep {
		d.moveOn(Want{Run: m.Run, Step: run.Step}, m.At, "sent after all")
	} else if !d.openQuestion(w, s, m.Run, m.Seq) {
		d.leaveByTimeout(m.Run, "sent after all, over an agent")
	}
}

// reached draws the conclusions of a final status.
func (d *deciding) reached(e Status, m Message) {
	switch e.Status {
	case "delivered", "read":
		d.rec.Number = Number{}
	case "failed", "undelivered":
		d.learn(e.Lesson, e.Code, m)
		d.giveUpUnread(m.Seq, "its text failed: "+e.Code)
	}
}

// giveUpUnread ends the question, open or suspended, whose text nobody got.
func (d *deciding) giveUpUnread(seq uint64, why string) {
	if q := d.rec.Question; q != nil && q.Seq == seq {
		d.giveUpQuestion(Want{Run: q.Run}, why)
		return
	}
	for _, q := range d.rec.Stack {
		if q.Seq == seq {
			d.giveUpQuestion(Want{Run: q.Run}, why)
			return
		}
	}
}

// learn takes in what a carrier's error teaches about the number or the sender.
func (d *deciding) learn(lesson Lesson, code string, m Message) {
	switch lesson {
	case LessonOptOut:
		d.carrierStop(code, m)
	case LessonBadNumber, LessonLandline:
		d.rec.Number.Bad = clip(fmt.Sprintf("%s (%s)", lesson, code))
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
		n.Bad = clip(fmt.Sprintf("unreachable on %d days (%s)", n.Unreachable, code))
	}
}
