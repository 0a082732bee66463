package fsm

import (
	"maps"
	"slices"
)

// Renamed tells how a workflow and one of its steps are called in the live program. What it does not have,
// and nothing says where that went, keeps its name.
func (p *Program) Renamed(workflow, step string) (string, string) {
	workflow = followed(workflow, p.Moved, func(name string) bool { return p.workflows[name] != nil })
	if w := p.workflows[workflow]; w != nil {
		step = w.renamed(step)
	}
	return workflow, step
}

func (w *workflow) renamed(step string) string {
	return followed(step, w.Moved, func(name string) bool { _, ok := w.index[name]; return ok })
}

// followed follows a name to one that lives, over no more moves than there are.
func followed(name string, moved map[string]string, lives func(string) bool) string {
	for range moved {
		to, ok := moved[name]
		if !ok || lives(name) {
			break
		}
		name = to
	}
	return name
}

// rename brings every name in a record up to date that the live program has given up for another, so that
// whoever stands at a step which was renamed stands there still.
func (d *deciding) rename() {
	r := &d.rec
	for i := range r.Runs {
		d.renameRun(&r.Runs[i])
	}
	if r.Question != nil {
		was := r.Question.name()
		d.renameQuestion(r.Question)
		if r.State.Foreground() == was {
			r.State = Join(r.State.Ground(), r.Question.name())
		}
	}
	for i := range r.Stack {
		d.renameQuestion(&r.Stack[i])
	}
	if r.Closed != nil {
		closed := *r.Closed
		d.renameQuestion(&closed)
		r.Closed = &closed
	}
	for i := range r.Entries {
		r.Entries[i].Workflow, _ = d.p.Renamed(r.Entries[i].Workflow, "")
	}
	for i := range r.Released {
		if name := r.Released[i].Name; name != "" {
			workflow, step := d.p.stepNamed(name)
			r.Released[i].Name = workflow + "." + step
		}
	}
	d.renameExposed()
	d.renameGoals()
	d.renameTexts()
	d.endTwins()
}

// renameRun renames what a run remembers by the names of steps.
func (d *deciding) renameRun(run *Run) {
	name, step := d.p.Renamed(run.Workflow, run.Step)
	if name != run.Workflow || step != run.Step {
		d.line(Line{Event: "moved:" + run.Workflow + "." + run.Step, From: d.rec.State, To: d.rec.State, Run: run.ID, Why: "now " + name + "." + step})
	}
	run.Workflow, run.Step = name, step
	w := d.p.workflows[name]
	if w == nil || len(w.Moved) == 0 {
		return
	}
	run.Arms, run.Replies = w.renamedKeys(run.Arms), w.renamedKeys(run.Replies)
	for i := range run.Clicks {
		run.Clicks[i].Step = w.renamed(run.Clicks[i].Step)
	}
	for _, old := range slices.Sorted(maps.Keys(w.Moved)) {
		if slices.Contains(run.Sent, uint32(hash(old))) {
			run.sends(w.renamed(old))
		}
	}
}

func (w *workflow) renamedKeys(of map[string]string) map[string]string {
	for _, old := range slices.Sorted(maps.Keys(of)) {
		if now := w.renamed(old); now != old {
			of[now] = of[old]
			delete(of, old)
		}
	}
	return of
}

// renameQuestion renames a question and where its answers lead; its words stay those that were asked.
func (d *deciding) renameQuestion(q *Question) {
	q.Workflow, q.Step = d.p.Renamed(q.Workflow, q.Step)
	w := d.p.workflows[q.Workflow]
	if w == nil {
		return
	}
	q.Class = w.Class
	q.Answers = slices.Clone(q.Answers)
	for i := range q.Answers {
		q.Answers[i].Next = w.renamed(q.Answers[i].Next)
	}
}

// renameTexts renames the steps of texts that want to go or went, and of timers.
func (d *deciding) renameTexts() {
	r := &d.rec
	for i := range r.Ready {
		d.renameWant(&r.Ready[i])
	}
	for i := range r.Doubts {
		d.renameWant(&r.Doubts[i].Want)
	}
	if r.Wire != nil {
		flight := *r.Wire
		d.renameWant(&flight.Want)
		r.Wire = &flight
	}
	for i := range r.Calendar {
		item := &r.Calendar[i]
		item.Workflow, _ = d.p.Renamed(item.Workflow, "")
		if w := d.workflowOf(item.Run); w != nil {
			item.Step = w.renamed(item.Step)
		}
		if item.Want != nil {
			want := *item.Want
			d.renameWant(&want)
			item.Want = &want
		}
	}
}

// renameWant renames a text's step, and ranks it as its workflow ranks now.
func (d *deciding) renameWant(w *Want) {
	wf := d.workflowOf(w.Run)
	if wf == nil {
		return
	}
	w.Step, w.Rank = wf.renamed(w.Step), wf.Rank
	if w.Class != wf.Class {
		w.Class = wf.Class
		if !w.Direct {
			w.Priority = wf.Class.Priority()
		}
	}
}

// workflowOf is the live workflow of a run; nil where there is none.
func (d *deciding) workflowOf(run uint64) *workflow {
	if r := d.run(run); r != nil {
		return d.p.workflows[r.Workflow]
	}
	return nil
}

// endTwins ends the newer of two runs that have become one workflow's, with the same key.
func (d *deciding) endTwins() {
	for i := len(d.rec.Runs) - 1; i > 0; i-- {
		run := d.rec.Runs[i]
		twin := func(r Run) bool { return r.Workflow == run.Workflow && r.Key == run.Key }
		if slices.ContainsFunc(d.rec.Runs[:i], twin) {
			d.exits(&run, "in it already")
			d.dropRun(run.ID)
		}
	}
}
