package fsm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"strconv"
)

// doStep does a step that texts nobody.
func (d *deciding) doStep(w *workflow, s *Step, run *Run) {
	switch s.Kind {
	case WaitStep:
		d.wait(s, run)
	case WaitForStep:
		d.waitFor(w, s, run)
	case BranchStep:
		d.goTo(run.ID, d.branch(w, s, run), "branch")
	case SplitStep:
		d.split(w, s, run)
		d.goTo(run.ID, "", "split")
	case SetStep:
		for _, name := range slices.Sorted(maps.Keys(s.Set)) {
			d.setAttribute(name, s.Set[name])
		}
		d.goTo(run.ID, "", "set")
	case StartStep:
		id := run.ID // entering moves runs about
		by := Happened{Type: "started", At: d.now, Data: run.Data}
		d.enter(d.p.workflows[s.Start], by, "started by "+w.Name, run.Direct)
		d.goTo(id, "", "started "+s.Start)
	case HandoffStep:
		id := run.ID
		d.take("", "handed off by "+w.Name)
		d.waiting("handed off by " + w.Name)
		d.goTo(id, "", "handed off")
	case ExitStep:
		d.endRun(run.ID, "exit")
	}
}

// wait schedules what follows. A wait counts from the release of the text before it, so time that
// the text had to wait is not waited twice.
func (d *deciding) wait(s *Step, run *Run) {
	at := run.StepAt.Add(s.Wait.For)
	if minute, ok := s.Wait.Clock.Minute(); ok {
		at = d.nextLocal(max(at, d.now), minute)
	}
	run.Phase, run.Direct = Scheduled, false
	d.schedule(Item{At: max(at, d.now), Kind: ItemStep, Run: run.ID, Step: s.Name})
}

// nextLocal is the next moment at or after one at which the person's clock shows the minute.
func (d *deciding) nextLocal(from Moment, minute int) Moment {
	t := from.Time().In(d.zones()[0])
	at := atMinute(t, 0, minute)
	if at.Before(t) {
		at = atMinute(t, 1, minute)
	}
	return At(at)
}

// stepDue is the end of a wait.
func (d *deciding) stepDue(i Item) {
	run := d.run(i.Run)
	if run == nil || run.Step != i.Step {
		return
	}
	run.StepAt = i.At
	d.goTo(i.Run, "", "waited")
}

// waitFor waits for an event, which may have happened already since what started the run, but not
// one that ended an earlier wait.
func (d *deciding) waitFor(w *workflow, s *Step, run *Run) {
	for _, h := range d.rec.Events {
		if h.At >= run.Since && h.hash() != run.Woke && s.waitsFor(h.Type) && concerns(w, run.Key, h) {
			d.note("woke:"+w.Name+"."+s.Name, h.Type)
			run.StepAt, run.Woke = d.now, h.hash()
			d.goTo(run.ID, "", "has happened: "+h.Type)
			return
		}
	}
	run.Phase, run.Direct = Waiting, false
	d.schedule(Item{At: d.now.Add(s.Timeout), Kind: ItemTimeout, Run: run.ID, Step: s.Name})
}

// branch picks the first case that holds.
func (d *deciding) branch(w *workflow, s *Step, run *Run) string {
	for i, c := range s.Cases {
		if d.meets(c.If, run, nil) {
			d.note("case:"+w.Name+"."+s.Name, strconv.Itoa(i+1))
			return c.Then
		}
	}
	return ""
}

// split assigns an arm.
func (d *deciding) split(w *workflow, s *Step, run *Run) {
	arm := s.arm(d.in.Secret, w.Name, d.rec.Phone)
	if arm == "" {
		return
	}
	if run.Arms == nil {
		run.Arms = map[string]string{}
	}
	run.Arms[s.Name] = arm
	d.note("arm:"+w.Name+"."+s.Name, arm)
}

// Arm is the arm of a workflow's split that a person gets under a secret; "" where there is no such
// split.
func (p *Program) Arm(secret []byte, workflow, split string, phone Phone) string {
	if w := p.workflows[workflow]; w != nil {
		if s, ok := w.step(split); ok {
			return s.arm(secret, workflow, phone)
		}
	}
	return ""
}

// arm draws an arm: by a keyed hash of the step and the phone, so that a person keeps the arm in every
// run, after every restart and in every replay.
func (s *Step) arm(secret []byte, workflow string, phone Phone) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(workflow + "." + s.Name + "|" + string(phone)))
	total := 0
	for _, a := range s.Arms {
		total += a.Weight
	}
	if total <= 0 {
		return ""
	}
	point := int(binary.BigEndian.Uint32(mac.Sum(nil)) % uint32(total))
	for _, a := range s.Arms {
		if point -= a.Weight; point < 0 {
			return a.Name
		}
	}
	return ""
}
