package fsm

import (
	"cmp"
	"slices"
	"time"
)

// owe notes that the person waits for a word of the staff, from now on where he did not before.
func (d *deciding) owe() {
	if d.rec.Thread.AskedAt == 0 {
		d.rec.Thread.AskedAt = d.now
	}
	d.answerTimer()
}

// answeredByStaff notes that he has it.
func (d *deciding) answeredByStaff() {
	t := &d.rec.Thread
	if t.OpenedAt == 0 {
		return
	}
	t.AskedAt, t.DueAt, t.Late, t.Answered = 0, 0, false, true
	d.answerTimer()
}

// target is how soon a thread's answer is to come; 0 where the program sets no target.
func (p *Program) target(t *Thread) time.Duration {
	if t.Answered {
		return p.Support.NextResponse
	}
	return p.Support.FirstResponse
}

// answerTimer sets anew when a thread's answer is due, and when an agent who leaves it unanswered loses it. Nobody owes an
// answer to a person who has no thread, or gets no texts.
func (d *deciding) answerTimer() {
	t := &d.rec.Thread
	if d.rec.State.Foreground() != Agent {
		t.AskedAt, t.Late = 0, false
	}
	t.DueAt = 0
	if span := d.p.target(t); span > 0 && t.AskedAt > 0 {
		t.DueAt = d.p.businessLater(t.AskedAt, span)
	}
	next := d.liesUntil()
	if !t.Late && t.DueAt > 0 && (next == 0 || t.DueAt < next) {
		next = t.DueAt
	}
	if i := slices.IndexFunc(d.rec.Calendar, isAnswer); i >= 0 && d.rec.Calendar[i].At == next {
		return
	}
	d.unschedule(isAnswer)
	if next > 0 {
		d.schedule(Item{At: next, Kind: ItemAnswer})
	}
}

func isAnswer(i Item) bool { return i.Kind == ItemAnswer }

// liesUntil is when the thread's agent has left a text unanswered for too long; zero where nobody has it, or may do so
// for ever.
func (d *deciding) liesUntil() Moment {
	t := &d.rec.Thread
	span := cmp.Or(d.p.Support.ReassignAfter, d.p.target(t))
	if t.Owner == "" || t.AskedAt == 0 || span == 0 {
		return 0
	}
	return d.p.businessLater(max(t.AskedAt, t.LastAgent), span)
}

// answerDue marks a thread whose answer did not come in time, and takes it from an agent who let it lie.
func (d *deciding) answerDue() {
	t := &d.rec.Thread
	if t.DueAt > 0 && t.DueAt <= d.now && !t.Late {
		t.Late = true
		d.note("late", "an answer was due by "+t.DueAt.String())
		d.count("answers_late")
	}
	if lies := d.liesUntil(); lies > 0 && lies <= d.now {
		d.requeue(t.Owner + " left it unanswered")
	}
	d.answerTimer()
}

// requeue takes a thread from its agent and puts it back into the queue, where the person waits as long as he does.
func (d *deciding) requeue(why string) {
	if !d.fire(evRequeue, why) {
		return
	}
	d.wakeThread()
	t := &d.rec.Thread
	t.Owner, t.LastAgent, t.WaitingSince, t.Reason = "", 0, t.AskedAt, clip(why)
	d.threadTimer(d.p.businessLater(d.now, AgentUnattended))
}
