package fsm

import (
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm/segment"
)

// pull is a sender's token for the person's first text: the text is released, or told to wait, or
// dropped; then the next one is asked.
func (d *deciding) pull() {
	d.dec.Cause = "pull"
	d.release()
}

// useToken releases a text in the commit that made it, when the engine brought a token along.
func (d *deciding) useToken() {
	if d.in.Token != nil && !d.released {
		d.release()
	}
}

// release asks the guards for the texts that want to go, best first, until one goes.
func (d *deciding) release() {
	d.refresh()
	for !d.released {
		w, ok := d.rec.Head()
		if !ok || d.in.Token == nil || d.in.Token.Sender != w.Sender || d.in.HoldAll != "" && !w.answers() {
			return
		}
		d.rec.Ready = d.rec.Ready[1:]
		d.touched = true
		d.exposeHoldout(&w)
		switch v := d.guard(&w); {
		case v.drop != "":
			d.drop(w, v)
		case v.wait > 0:
			if v.Guard == "fuse" {
				d.blow(v.Verdict)
			}
			d.waits(w, v)
		default:
			d.put(w)
		}
	}
}

// refresh brings the steps up to date that want to go: what comes too late to be an answer waits its
// turn like any other text, and none leaves from a sender that is gone or blocked while another can
// reach the person.
func (d *deciding) refresh() {
	for i := range d.rec.Ready {
		w := &d.rec.Ready[i]
		if w.Run == 0 {
			continue
		}
		if w.Direct && (!d.talking() || d.now.Sub(w.Since) >= replyGoodFor) {
			d.touched = true
			w.Direct, w.Priority = false, w.Class.Priority()
			if run := d.run(w.Run); run != nil {
				run.Direct = false
			}
		}
		if sender := d.sender(); sender != "" && !d.reaches(w) {
			d.touched = true
			w.Sender = sender
		}
	}
	slices.SortStableFunc(d.rec.Ready, before)
}

// reaches tells whether a step's sender can still text the person. One that was texted within the
// hour is ours, whether the program names it or the service that it belongs to.
func (d *deciding) reaches(w *Want) bool {
	return !d.isBlocked(w.Sender) && (w.Direct || len(d.p.Senders) == 0 || d.p.has(w.Sender))
}

// moveOn lets a run go on after its text went out or never will.
func (d *deciding) moveOn(w Want, at Moment, why string) {
	run := d.run(w.Run)
	if run == nil || run.Step != w.Step {
		return
	}
	_, s, ok := d.at(run)
	if !ok {
		d.endRun(w.Run, "workflow_changed")
		return
	}
	if s.Kind == AskStep {
		d.giveUpQuestion(w, why)
		return
	}
	run.StepAt = at
	run.Direct = run.Direct && d.now.Sub(at) < replyGoodFor
	d.goTo(w.Run, "", why)
}

// giveUpQuestion ends a question whose text never went out, or that could not be brought back.
// Where only the reminder of an open question was lost, the question stays.
func (d *deciding) giveUpQuestion(w Want, why string) {
	seen := d.rec.Closed
	switch q := d.rec.Question; {
	case q != nil && q.Run == w.Run && w.Retry:
		return
	case q != nil && q.Run == w.Run:
		d.closeQuestion(evTimeout, why)
		d.leaveByTimeout(w.Run, why)
	case d.suspended(w.Run):
		d.expire(w.Run, why)
	default:
		d.leaveByTimeout(w.Run, why)
	}
	if !w.Retry {
		d.rec.Closed = seen // nobody saw the question, so nobody answers it later
	}
}

// put releases a text: it is on the wire from this commit on, and counts.
func (d *deciding) put(w Want) {
	text, why := d.words(w)
	body := text.body
	if why != "" {
		d.drop(w, dropped(why).by("words"))
		return
	}
	if d.wentBefore(w, body) {
		return
	}
	seq := d.rec.Seq + 1
	if !d.enterWire(w, seq) {
		d.drop(w, dropped("no transition from "+string(d.rec.State)).by("table"))
		return
	}
	d.rec.Seq = seq
	hours := d.quietFor(&w)
	d.label(seq, d.quietLabel(&w, hours))
	n := segment.Of(body, true)
	m := Message{
		Phone: d.rec.Phone, Seq: seq, Out: true, At: d.now, Sender: w.Sender, Body: body, Status: "released",
		Name: d.named(w), Run: w.Run, Class: w.Class, Direct: w.Direct, Answers: w.Answers, Revision: d.p.Revision,
		Encoding: string(n.Encoding), Segments: n.Segments, ValidFor: d.validFor(&w, hours), Attempt: w.Attempts + 1,
	}
	d.store(Message{}, m)
	d.dec.Links = append(d.dec.Links, text.links...)
	d.dec.Send = &m
	w.Body = "" // the message has the words
	d.rec.Wire = &Flight{Seq: seq, At: d.now, Want: w}
	run := d.run(w.Run)
	if run != nil {
		d.went(w, run, d.now, seq)
		run.Text = seq
		d.rec.Latest = &Latest{Name: m.Name, Seq: seq, At: d.now}
	} else if w.Name == AgentName {
		d.wentFromStaff(&w, seq)
	}
	d.outcomeText(&m, 1)
	d.burn(w, run)
	if run != nil && !w.Direct {
		d.rec.Released = append(d.rec.Released, Release{Seq: seq, At: d.now, Class: w.Class, Name: m.Name})
	}
	d.rec.Sender = w.Sender
	d.released = true
	d.count("released")
}

// words are what a text says, rendered now from what is known now, or the reason why it must not.
func (d *deciding) words(w Want) (text filled, why string) {
	text.body = w.Body
	if w.Offer != "" {
		d.coded = append(d.coded, w.Offer)
		text.body = strings.ReplaceAll(w.Body, CodeHere, d.codeOf(w.Offer, staffRun(&w)))
	}
	if run := d.run(w.Run); run != nil {
		_, s, _ := d.at(run)
		say := d.wording(s, run)
		if w.Retry && s.Retry != "" {
			say = s.retry()
		}
		var err error
		d.worded = true
		if s.Offer != "" {
			d.coded = append(d.coded, s.Offer)
		}
		here := scene{rec: &d.rec, run: run, now: d.now, in: d.in, seq: d.rec.Seq + 1, code: d.codeOf(s.Offer, run), worth: d.p.Offers[s.Offer].Worth}
		if text, err = d.p.fill(say, here); err != nil {
			d.alarm("%v", err)
		}
	}
	if text.body == "" {
		return text, "there are no words for it"
	}
	if w.Run != 0 && w.Direct && w.Attempts == 0 {
		return text, d.loops(text.body)
	}
	return text, ""
}

// enterWire takes the transition that a text is: a step's send or ask, or a question's return. A
// reply is part of the transition that made it.
func (d *deciding) enterWire(w Want, seq uint64) bool {
	if w.Run == 0 {
		d.note("reply:"+noColon(w.label()), "")
		d.about(0, seq)
		return true
	}
	run := d.run(w.Run)
	wf, s, _ := d.at(run)
	switch {
	case w.Retry:
		return d.putAgain(wf, w, seq)
	case s.Kind == AskStep:
		return d.openQuestion(wf, s, w.Run, seq)
	}
	run.Phase = OnWire
	return d.sendOver(wf, s, w.Run, seq)
}

// putAgain puts a question again: a suspended one comes back with it, one that is open stays so.
func (d *deciding) putAgain(wf *workflow, w Want, seq uint64) bool {
	if q := d.rec.Question; q == nil || q.Run != w.Run {
		i := slices.IndexFunc(d.rec.Stack, func(q Question) bool { return q.Run == w.Run })
		if i < 0 {
			return false
		}
		q := d.rec.Stack[i]
		d.leaveFor(wf.Class)
		if !d.comeBack(q) {
			return false
		}
	}
	d.rec.Question.AskedAt = d.now
	d.note("reply:retry", d.rec.Question.name())
	d.about(w.Run, seq)
	return true
}

// sendOver fires a send, over an open question by leaving it and coming back in the same commit.
func (d *deciding) sendOver(wf *workflow, s *Step, run, seq uint64) bool {
	event := "send:" + wf.Name + "." + s.Name
	q := d.rec.Question
	if q != nil && !d.fire(suspend(wf.Class), "to send") {
		return false
	}
	sent := d.fire(event, "")
	if sent {
		d.about(run, seq)
	}
	if q != nil {
		d.fire("resume:"+q.name(), "the question stays open")
	}
	return sent
}

// label adds to the line of a message what else is to be known of it.
func (d *deciding) label(seq uint64, why string) {
	for i := range d.dec.Lines {
		if l := &d.dec.Lines[i]; l.Seq == seq && why != "" {
			l.Why = strings.TrimPrefix(l.Why+"; "+why, "; ")
		}
	}
}

// about says of the last line which run and message it is about.
func (d *deciding) about(run, seq uint64) {
	l := &d.dec.Lines[len(d.dec.Lines)-1]
	l.Run, l.Seq = run, seq
}
