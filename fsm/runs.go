package fsm

import (
	"fmt"
	"slices"
	"strconv"
)

// End is the step name that leads out of a workflow.
const End = "end"

// run finds a live run; nil where it has ended.
func (d *deciding) run(id uint64) *Run {
	for i := range d.rec.Runs {
		if d.rec.Runs[i].ID == id {
			return &d.rec.Runs[i]
		}
	}
	return nil
}

// enter starts a run, if the table, the entry limit, the condition and the events of the last days
// let it, and tells whether they did.
func (d *deciding) enter(w *workflow, by Happened, why string, direct bool) bool {
	return w != nil && d.enterAs(w, keyOf(w, by.Data), by, why, direct)
}

// enterAs starts a run with some key.
func (d *deciding) enterAs(w *workflow, key string, by Happened, why string, direct bool) bool {
	if refusal := d.mayEnter(w, key, by); refusal != "" {
		d.note("refuse:"+w.Name, refusal)
		return false
	}
	if !d.hop("enter:"+w.Name, why, d.rec.RunSeq+1) {
		d.note("refuse:"+w.Name, "no transition from "+d.ground())
		return false
	}
	d.entries++
	d.rec.RunSeq++
	d.rec.Runs = append(d.rec.Runs, Run{
		ID: d.rec.RunSeq, Workflow: w.Name, Key: key, Revision: d.p.Revision, Direct: direct,
		EnteredAt: d.now, Since: past(by.At, d.now), StepAt: d.now, Data: by.Data, ByHand: d.byHand,
	})
	if w.Enter.Limit > 0 {
		d.rec.Entries = append(d.rec.Entries, Entered{Workflow: w.Name, At: d.now})
	}
	d.count("entered." + w.Name)
	d.measure(d.now, Measure{Name: SumEntered, Workflow: w.Name, N: 1})
	d.proceed(d.rec.RunSeq, w.Steps[0].Name)
	return true
}

// mayEnter gives the reason why a run must not start, or "".
func (d *deciding) mayEnter(w *workflow, key string, by Happened) string {
	entries := 0
	for _, e := range d.rec.Entries {
		if e.Workflow == w.Name && d.now.Sub(e.At) < w.Enter.Per {
			entries++
		}
	}
	live := slices.ContainsFunc(d.rec.Runs, func(r Run) bool { return r.Workflow == w.Name && r.Key == key })
	coming := &Run{Workflow: w.Name, Key: key, Data: by.Data, EnteredAt: d.now, Since: past(by.At, d.now)}
	switch paused := d.refusesEntry(w); {
	case paused != "":
		return paused
	case live:
		return "in it already"
	case w.Enter.Limit > 0 && entries >= w.Enter.Limit:
		return "entry limit"
	case len(d.rec.Runs) >= MaxRuns:
		return "in too many workflows"
	case d.entries >= MaxHops:
		d.alarm("a person enters more than %d workflows at once: not %s", MaxHops, w.Name)
		return "too many entries at once"
	case !d.meets(w.Enter.If, coming, nil):
		return "condition"
	case d.endedAlready(w, coming, by):
		return "its goal or exit has happened already"
	}
	return ""
}

// endedAlready looks among the recent events for one that would have ended the run, had it been
// under way when its trigger happened. At the very time of the trigger only another type counts.
func (d *deciding) endedAlready(w *workflow, run *Run, by Happened) bool {
	return slices.ContainsFunc(d.rec.Events, func(h Happened) bool {
		later := h.At > by.At || h.At == by.At && h.Type != by.Type
		return later && h.ID != by.ID && concerns(w, run.Key, h) &&
			(slices.Contains(w.Enter.Unless, h.Type) || d.reachesGoal(w, run, &h) || len(d.exitsOn(w, run, &h)) > 0)
	})
}

// goTo leaves a step for the named one, or where that is empty for the step's own next.
func (d *deciding) goTo(id uint64, to, why string) {
	run := d.run(id)
	if run == nil {
		return
	}
	w, s, ok := d.at(run)
	if !ok {
		d.endRun(id, "workflow_changed")
		return
	}
	if to == "" {
		to = s.Next
	}
	if to == "" {
		to = w.after(s.Name)
	}
	if to == "" || to == End {
		d.endRun(id, "completed: "+why)
		return
	}
	d.proceed(id, to)
}

// proceed puts a run onto a step and does what needs no waiting, step after step, within the bound
// on hops.
func (d *deciding) proceed(id uint64, step string) {
	if d.hops == nil {
		d.hops = map[uint64]int{}
	}
	d.hops[id]++
	run := d.run(id)
	if d.hops[id] > MaxHops {
		d.alarm("workflow %s takes more than %d steps at once: run ended", run.Workflow, MaxHops)
		d.endRun(id, "too many steps at once")
		return
	}
	if d.in.Paused[run.Workflow] == PauseDrain {
		d.endRun(id, "drained")
		return
	}
	run.Step, run.Text, run.Awaits = step, 0, nil
	w, s, ok := d.at(run)
	if !ok {
		d.endRun(id, "workflow_changed")
		return
	}
	d.part(w, s, run)
	if s.texts() {
		d.reachText(s, run)
		return
	}
	if !d.hop("step:"+w.Name+"."+s.Name, "", id) {
		d.endRun(id, "no transition from "+d.ground())
		return
	}
	d.doStep(w, s, run)
}

// reachText comes to a step with a text: it wants to go at once, or is passed over.
func (d *deciding) reachText(s *Step, run *Run) {
	why := d.refusesOffer(s.Offer)
	switch {
	case !d.meets(s.If, run, nil):
		why = "condition"
	case d.p.workflows[run.Workflow].sentAlready(s, run):
		why = "sent already"
	}
	if why != "" {
		d.note("pass:"+run.Workflow+"."+s.Name, why)
		d.goTo(run.ID, s.without(), why)
		return
	}
	d.wantStep(run, s.Name, false)
}

// wantStep puts a run's text among those that want to go.
func (d *deciding) wantStep(run *Run, step string, retry bool) {
	if run == nil {
		return
	}
	w := d.p.workflows[run.Workflow]
	s, ok := w.step(step)
	if !ok {
		return
	}
	priority, direct := w.Class.Priority(), run.Direct && d.talking()
	if direct {
		priority = PriorityAgent // the person is waiting for it, as for a human's words
	}
	if !retry {
		run.Phase = Wanting
	}
	d.want(Want{Priority: priority, Sender: d.replySender(), Run: run.ID, Step: step, Retry: retry, Class: w.Class,
		Rank: w.Rank, SendBy: d.now.Add(d.p.sendBy(w, s)), Direct: direct, Answers: d.answers, Texted: d.textedAt})
}

// answering tells whether what is decided answers a text that was written a moment ago, not one that
// was found hours later.
func (d *deciding) answering() bool { return d.answers > 0 && d.now.Sub(d.textedAt) < replyGoodFor }

// talking tells whether the person texted a moment ago, so that a text is an answer.
func (d *deciding) talking() bool { return d.now.Sub(d.rec.LastInbound) < replyGoodFor }

// unwant withdraws a run's texts that have not gone out.
func (d *deciding) unwant(id uint64) {
	d.rec.Ready = slices.DeleteFunc(d.rec.Ready, func(w Want) bool { return w.Run == id })
	d.unschedule(func(i Item) bool { return i.Run == id || i.Want != nil && i.Want.Run == id })
}

// endRun ends a run: its question closes, its texts and timers are withdrawn.
func (d *deciding) endRun(id uint64, why string) {
	run := d.run(id)
	if run == nil {
		return
	}
	d.exits(run, why)
	if q := d.rec.Question; q != nil && q.Run == id {
		d.closeQuestion(evTimeout, why)
	}
	d.dropRun(id)
}

// exits writes down that a run is over, and why.
func (d *deciding) exits(run *Run, why string) {
	d.line(Line{Event: "exit:" + run.Workflow, From: d.rec.State, To: d.rec.State, Run: run.ID, Why: why})
}

// dropRun removes a run and all that hangs on it.
func (d *deciding) dropRun(id uint64) {
	d.dropSuspended(id)
	d.unwant(id)
	d.rec.Runs = slices.DeleteFunc(d.rec.Runs, func(r Run) bool { return r.ID == id })
}

// keyOf is the value of a workflow's key field in an event.
func keyOf(w *workflow, data map[string]any) string {
	if w.Enter.Key == "" {
		return ""
	}
	return keyText(data[w.Enter.Key])
}

// keyText writes a key's value, which may be a number.
func keyText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// concerns tells whether an event is about a run with the key: one that carries the key field is
// about that key alone.
func concerns(w *workflow, key string, h Happened) bool {
	value, carries := h.Data[w.Enter.Key]
	return w.Enter.Key == "" || !carries || keyText(value) == key
}
