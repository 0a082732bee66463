package fsm

import "slices"

// openQuestion makes a released question the foreground, leaving the one that was open: of a lower
// class it is suspended, of the same class it ends by its timeout edge.
func (d *deciding) openQuestion(w *workflow, s *Step, run *Run, seq uint64) {
	d.leaveFor(w.Class)
	if !d.fire("ask:"+w.Name+"."+s.Name, "") {
		return
	}
	q := &Question{
		Run: run.ID, Workflow: w.Name, Step: s.Name, Key: run.Key, Revision: d.p.Revision, Seq: seq,
		AskedAt: d.now, Expires: d.now.Add(s.Timeout), Class: w.Class,
		Answers: s.Answers, Save: s.Save, Free: s.Free,
	}
	d.rec.Question = q
	d.schedule(Item{At: q.Expires, Kind: ItemTimeout, Run: run.ID, Step: s.Name})
}

// leaveFor clears the foreground of an open question for a text of some class.
func (d *deciding) leaveFor(class Class) {
	q := d.rec.Question
	if q == nil {
		return
	}
	if q.Class.Weight() < class.Weight() {
		d.suspend(class)
		return
	}
	d.closeQuestion(evTimeout, "another question of its class")
	d.leaveByTimeout(q.Run, "another question of its class")
}

// suspend puts the open question on the stack.
func (d *deciding) suspend(over Class) {
	q := *d.rec.Question
	if !d.fire(suspend(over), "") {
		return
	}
	d.push(q)
}

// push keeps a question for later: at most one per class, the newest.
func (d *deciding) push(q Question) {
	q.LeftAt = d.now
	d.rec.Question = nil
	d.rec.Stack = append(slices.DeleteFunc(d.rec.Stack, func(o Question) bool { return o.Class == q.Class }), q)
}

// closeQuestion leaves the open question for good and remembers it.
func (d *deciding) closeQuestion(event, why string) {
	q := *d.rec.Question
	d.fire(event, why)
	d.rec.Question = nil
	q.LeftAt, q.Answered = d.now, event == evAnswer
	d.rec.Closed = &q
	d.forgetTimeout(q.Run, q.Step)
}

func (d *deciding) forgetTimeout(run uint64, step string) {
	d.unschedule(func(i Item) bool { return i.Kind == ItemTimeout && i.Run == run && i.Step == step })
}

// dropSuspended takes a run's question off the stack, without a transition.
func (d *deciding) dropSuspended(run uint64) (Question, bool) {
	i := slices.IndexFunc(d.rec.Stack, func(q Question) bool { return q.Run == run })
	if i < 0 {
		return Question{}, false
	}
	q := d.rec.Stack[i]
	d.rec.Stack = slices.Delete(d.rec.Stack, i, i+1)
	return q, true
}

// resume brings the top of the stack back when the foreground is free and nothing of a higher
// class is about to be asked: in silence if it was left a moment ago, else by asking again.
func (d *deciding) resume() {
	if len(d.rec.Stack) == 0 || d.rec.State.Foreground() != "" || d.ground() == Stopped {
		return
	}
	q := d.rec.Stack[len(d.rec.Stack)-1]
	if d.now.Sub(q.LeftAt) <= ResumeSilently {
		if !d.askPending(q.Class) {
			d.comeBack(q)
		}
		return
	}
	if !d.wanted(q.Run) {
		d.wantStep(d.run(q.Run), q.Step, true)
	}
}

// comeBack makes a suspended question the open one again.
func (d *deciding) comeBack(q Question) bool {
	if !d.fire("resume:"+q.Workflow+"."+q.Step, "") {
		return false
	}
	d.dropSuspended(q.Run)
	q.LeftAt = 0
	d.rec.Question = &q
	return true
}

// askPending tells whether a question of a higher class is about to go out.
func (d *deciding) askPending(below Class) bool {
	return slices.ContainsFunc(d.rec.Ready, func(w Want) bool {
		return w.Run != 0 && w.Class.Weight() > below.Weight()
	})
}

// wanted tells whether a text of the run already wants to go, now or later, or is on the wire.
func (d *deciding) wanted(run uint64) bool {
	if slices.ContainsFunc(d.rec.Ready, func(w Want) bool { return w.Run == run }) {
		return true
	}
	if slices.ContainsFunc(d.rec.Flights(), func(f Flight) bool { return f.Want.Run == run }) {
		return true
	}
	return slices.ContainsFunc(d.rec.Calendar, func(i Item) bool { return i.Kind == ItemText && i.Want.Run == run })
}

// timedOut is the end of a question's or a wait_for's time.
func (d *deciding) timedOut(i Item) {
	run := d.run(i.Run)
	if run == nil || run.Step != i.Step {
		return
	}
	if q := d.rec.Question; q != nil && q.Run == i.Run {
		d.closeQuestion(evTimeout, "no answer in time")
	} else if q, ok := d.dropSuspended(i.Run); ok {
		q.LeftAt = d.now
		d.rec.Closed = &q
		d.note("expire:"+q.Workflow+"."+q.Step, "no answer in time, while suspended")
	}
	d.leaveByTimeout(i.Run, "no answer in time")
}

// leaveByTimeout moves a run along its step's timeout edge.
func (d *deciding) leaveByTimeout(id uint64, why string) {
	run := d.run(id)
	if run == nil {
		return
	}
	_, s, ok := d.at(run)
	if !ok {
		d.endRun(id, "workflow_changed")
		return
	}
	d.unwant(id)
	run.StepAt, run.Direct = d.now, false
	d.goTo(id, s.OnTimeout, why)
}
