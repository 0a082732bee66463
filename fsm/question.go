package fsm

import "slices"

// openQuestion makes a released question the foreground, leaving the one that was open: of a lower
// class it is suspended, of the same class it ends by its timeout edge.
func (d *deciding) openQuestion(w *workflow, s *Step, id, seq uint64) bool {
	d.leaveFor(w.Class)
	run := d.run(id) // only now: leaving may move runs about
	if run == nil || !d.fire("ask:"+w.Name+"."+s.Name, "") {
		return false
	}
	d.about(id, seq)
	run.Phase = Asked
	d.rec.Question = &Question{
		Run: id, Workflow: w.Name, Step: s.Name, Key: run.Key, Revision: d.p.Revision, Seq: seq,
		AskedAt: d.now, Expires: d.now.Add(s.Timeout), Class: w.Class,
		Answers: s.Answers, Save: s.Save, Free: s.Free,
	}
	d.schedule(Item{At: d.rec.Question.Expires, Kind: ItemTimeout, Run: id, Step: s.Name})
	return true
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

// push keeps a question for later: at most one per class, the newest. The older one expires.
func (d *deciding) push(q Question) {
	q.LeftAt = d.now
	d.rec.Question = nil
	older := slices.IndexFunc(d.rec.Stack, func(o Question) bool { return o.Class == q.Class })
	d.rec.Stack = append(d.rec.Stack, q)
	if older >= 0 {
		d.expire(d.rec.Stack[older].Run, "another question of its class")
	}
}

// expire ends a suspended question without a transition: its run leaves by the timeout edge.
func (d *deciding) expire(run uint64, why string) {
	q, ok := d.dropSuspended(run)
	if !ok {
		return
	}
	q.LeftAt = d.now
	d.rec.Closed = &q
	d.note("expire:"+q.name(), why)
	d.leaveByTimeout(run, why)
}

// closeQuestion leaves the open question for good and remembers it. What waited behind it may ask
// again.
func (d *deciding) closeQuestion(event, why string) {
	q := *d.rec.Question
	d.fire(event, why)
	d.rec.Question = nil
	q.LeftAt, q.Answered = d.now, event == evAnswer
	d.rec.Closed = &q
	d.forgetTimeout(q.Run, q.Step)
	d.wakeTexts()
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
	if run := d.run(q.Run); !d.wanted(q.Run) {
		run.Direct = false // it comes back like any step
		d.wantStep(run, q.Step, true)
	}
}

// comeBack makes a suspended question the open one again.
func (d *deciding) comeBack(q Question) bool {
	if !d.fire("resume:"+q.name(), "") {
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
	} else if d.suspended(i.Run) {
		d.expire(i.Run, "no answer in time, while suspended")
		return
	} else {
		d.note("timeout:"+run.Workflow+"."+run.Step, "nothing came in time")
	}
	d.leaveByTimeout(i.Run, "no answer in time")
}

func (d *deciding) suspended(run uint64) bool {
	return slices.ContainsFunc(d.rec.Stack, func(q Question) bool { return q.Run == run })
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
