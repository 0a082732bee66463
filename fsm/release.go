package fsm

import (
	"slices"

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
	slices.SortStableFunc(d.rec.Ready, before)
	for d.rec.Wire == nil && len(d.rec.Ready) > 0 && !d.released {
		w := d.rec.Ready[0]
		if d.in.Token == nil || d.in.Token.Sender != w.Sender || d.in.HoldAll != "" && !w.Direct {
			return
		}
		d.rec.Ready = d.rec.Ready[1:]
		d.touched = true
		switch v := d.guard(&w); {
		case v.drop != "":
			d.drop(w, v.drop)
		case v.wait > 0:
			d.note("wait:"+d.named(w), v.why+" until "+v.wait.String())
			d.count("held")
			d.schedule(Item{At: max(v.wait, d.now+1), Kind: ItemText, Want: &w})
		default:
			d.put(w)
		}
	}
}

// named is how the journal calls a text: "welcome.interest", or a reply's name.
func (d *deciding) named(w Want) string {
	if run := d.run(w.Run); run != nil {
		return run.Workflow + "." + w.Step
	}
	return noColon(w.label())
}

// drop gives a text up; its run goes on as if it had been sent, and a question leaves by its
// timeout edge at once.
func (d *deciding) drop(w Want, why string) {
	d.note("drop:"+d.named(w), why)
	d.count("dropped")
	d.moveOn(w, d.now, "dropped: "+why)
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
	d.goTo(w.Run, "", why)
}

// giveUpQuestion ends a question whose text never went out. One that was suspended and only could
// not be put again keeps its own time.
func (d *deciding) giveUpQuestion(w Want, why string) {
	if w.Retry && slices.ContainsFunc(d.rec.Stack, func(q Question) bool { return q.Run == w.Run }) {
		d.dropSuspended(w.Run)
	}
	if q := d.rec.Question; q != nil && q.Run == w.Run {
		if w.Retry {
			return // it is open still; only its reminder was lost
		}
		d.closeQuestion(evTimeout, why)
	}
	d.leaveByTimeout(w.Run, why)
}

// put releases a text: it is on the wire from this commit on, and counts.
func (d *deciding) put(w Want) {
	body, ok := d.words(w)
	if !ok {
		d.drop(w, "there are no words for it")
		return
	}
	seq := d.rec.Seq + 1
	if !d.enterWire(w, seq) {
		d.drop(w, "no transition from "+string(d.rec.State))
		return
	}
	d.rec.Seq = seq
	n := segment.Of(body, true)
	name := d.named(w)
	m := Message{
		Phone: d.rec.Phone, Seq: seq, Out: true, At: d.now, Sender: w.Sender, Body: body, Status: "released",
		Name: name, Run: w.Run, Class: w.Class, Direct: w.Direct, Answers: w.Answers, Revision: d.p.Revision,
		Encoding: string(n.Encoding), Segments: n.Segments, ValidFor: d.validFor(&w), Attempt: w.Attempts + 1,
	}
	d.dec.Messages = append(d.dec.Messages, m)
	d.dec.Send = &m
	d.rec.Wire = &Flight{Seq: seq, At: d.now, Want: w}
	workflow := ""
	if run := d.run(w.Run); run != nil {
		workflow = run.Workflow
	}
	d.rec.Released = append(d.rec.Released, Release{Seq: seq, At: d.now, Class: w.Class, Workflow: workflow, Direct: w.Direct, Sender: w.Sender})
	d.rec.Sender = w.Sender
	d.released = true
	d.count("released")
}

// words are what a text says: rendered now, from what is known now.
func (d *deciding) words(w Want) (string, bool) {
	if w.Run == 0 {
		return w.Body, w.Body != ""
	}
	run := d.run(w.Run)
	_, s, _ := d.at(run)
	source := d.p.wording(s, &d.rec, run)
	if w.Retry && s.Retry != "" {
		source = s.Retry
	}
	if source == "" {
		return "", false
	}
	body, err := d.p.render(source, &d.rec, run, nil)
	if err != nil {
		d.alarm("%v", err)
	}
	return body, err == nil && body != ""
}

// enterWire takes the transition that a text is: a step's send or ask, or a suspended question's
// return. A reply is part of the transition that made it.
func (d *deciding) enterWire(w Want, seq uint64) bool {
	run := d.run(w.Run)
	if w.Run == 0 {
		d.note("reply:"+noColon(w.label()), "")
		return true
	}
	wf, s, _ := d.at(run)
	run.Phase = OnWire
	if !slices.Contains(run.Sent, s.Name) {
		run.Sent = append(run.Sent, s.Name)
	}
	switch {
	case w.Retry:
		return d.putAgain(wf, w)
	case s.Kind == AskStep:
		run.Phase = Asked
		d.openQuestion(wf, s, run, seq)
		return d.rec.Question != nil && d.rec.Question.Run == w.Run
	}
	return d.sendOver(wf, s)
}

// putAgain brings a suspended question back with its retry text; one that is open stays so.
func (d *deciding) putAgain(wf *workflow, w Want) bool {
	if q := d.rec.Question; q != nil && q.Run == w.Run {
		return true
	}
	d.run(w.Run).Phase = Asked
	for _, q := range d.rec.Stack {
		if q.Run == w.Run {
			d.leaveFor(wf.Class)
			return d.comeBack(q)
		}
	}
	return false
}

// sendOver fires a send, over an open question by leaving it and coming back in the same commit.
func (d *deciding) sendOver(wf *workflow, s *Step) bool {
	event := "send:" + wf.Name + "." + s.Name
	q := d.rec.Question
	if q == nil {
		return d.fire(event, "")
	}
	if !d.fire(suspend(wf.Class), "to send") {
		return false
	}
	sent := d.fire(event, "")
	d.fire("resume:"+q.Workflow+"."+q.Step, "the question stays open")
	return sent
}
