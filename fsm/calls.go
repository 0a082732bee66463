package fsm

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// call has the engine post to an endpoint, and waits for its answer.
func (d *deciding) call(w *workflow, s *Step, run *Run) {
	run.Phase, run.StepAt = Calling, d.now
	if !d.mayCall() {
		d.alarm("workflow %s makes more than %d calls for one person in an hour", w.Name, MaxCalls)
		d.note("call_failed:"+w.Name+"."+s.Name, "too many calls in an hour")
		d.leaveByTimeout(run.ID, "too many calls in an hour")
		return
	}
	d.schedule(Item{At: d.now.Add(s.patience()), Kind: ItemTimeout, Run: run.ID, Step: s.Name})
	d.post(w, s, run)
}

// mayCall counts calls, so that a workflow whose calls start it again goes on for no longer than an hour's
// worth of them.
func (d *deciding) mayCall() bool {
	l := &d.rec.Calls
	if d.now.Sub(l.Since) >= LoopWindow {
		l.Since, l.Count = d.now, 0
	}
	l.Count++
	return l.Count <= MaxCalls
}

// patience is how long a run waits at a step for what may never come.
func (s *Step) patience() time.Duration {
	if s.Kind == CallStep && s.Timeout == 0 {
		return CallFor
	}
	return s.Timeout
}

// post puts a call into the decision, and the next attempt on the calendar: after half a minute, and then
// each time four times as long after the one before, for as long as the step waits.
func (d *deciding) post(w *workflow, s *Step, run *Run) {
	call := Call{ID: d.callID(w, s, run), Run: run.ID, Workflow: w.Name, Step: s.Name, Endpoint: s.Call, Data: map[string]any{}}
	for _, name := range s.Data {
		if v, ok := d.p.told[conditionKey{workflow: w.Name, source: name}]; ok {
			call.Data[name] = v.get(&scene{rec: &d.rec, run: run, now: d.now})
		}
	}
	d.touched = true
	d.dec.Calls = append(d.dec.Calls, call)
	after := 4*d.now.Sub(run.StepAt) + callAgain
	if after < s.patience() {
		d.schedule(Item{At: run.StepAt.Add(after), Kind: ItemCall, Run: run.ID, Step: s.Name})
	}
}

// callID names a call: the same in every attempt, and another each time that a run comes to the step.
func (d *deciding) callID(w *workflow, s *Step, run *Run) string {
	id := fmt.Sprintf("%s/%d/%s", d.rec.Phone, run.ID, s.Name)
	if w.circles(s) {
		id += fmt.Sprintf("/%d", run.StepAt)
	}
	return id
}

// callDue makes a call again that was not answered yet.
func (d *deciding) callDue(i Item) {
	run := d.run(i.Run)
	if run == nil || run.Step != i.Step || run.Phase != Calling {
		return
	}
	if w, s, ok := d.at(run); ok && s.Kind == CallStep {
		d.post(w, s, run)
	}
}

// called takes what came of a call. An answer that nobody waits for any more is none.
func (d *deciding) called(e Called) {
	id := d.caller(e.ID)
	if id == 0 {
		return
	}
	run := d.run(id)
	name, step := run.Workflow+"."+run.Step, run.Step
	if e.Failed != "" {
		d.note("call_failed:"+name, clip(e.Failed))
		d.count("calls_failed")
	} else {
		d.note("called:"+name, "")
		d.count("calls")
		d.answeredCall(e, id, step)
	}
	d.dec.Cause = "called " + e.ID
}

// answeredCall takes the event that an answer brings like one from the shop, and lets the run go on.
func (d *deciding) answeredCall(e Called, id uint64, step string) {
	if e.Event != nil {
		f := Fact{Happened: *e.Event}
		f.ID = cmp.Or(f.ID, "call "+e.ID)
		d.fact(f)
	}
	if run := d.run(id); run != nil && run.Step == step && run.Phase == Calling {
		d.unwant(id)
		run.StepAt = d.now
		d.goTo(id, "", "called")
	}
}

// caller is the run that waits for the answer of a call; 0 where none does.
func (d *deciding) caller(call string) uint64 {
	for i := range d.rec.Runs {
		run := &d.rec.Runs[i]
		if w, s, ok := d.at(run); ok && run.Phase == Calling && d.callID(w, s, run) == call {
			return run.ID
		}
	}
	return 0
}

// dropCalls leaves out the calls of runs that have ended, or gone on, in the same decision.
func (d *deciding) dropCalls() {
	d.dec.Calls = slices.DeleteFunc(d.dec.Calls, func(c Call) bool { return d.caller(c.ID) != c.Run })
}
