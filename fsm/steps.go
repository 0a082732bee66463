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
			d.setAttribute(name, d.toSet(s.Set[name], run))
		}
		d.goTo(run.ID, "", "set")
	case StartStep:
		id := run.ID // entering moves runs about
		d.byHand = run.ByHand
		by := Happened{Type: "started", At: d.now, Data: run.Data}
		d.enter(d.p.workflows[s.Start], by, "started by "+w.Name, run.Direct)
		d.byHand = false
		d.goTo(id, "", "started "+s.Start)
	case HandoffStep:
		id := run.ID
		d.take("", "handed off by "+w.Name)
		d.waiting("handed off by " + w.Name)
		d.goTo(id, "", "handed off")
	case CallStep:
		d.call(w, s, run)
	case ExitStep:
		d.endRun(run.ID, "exit")
	}
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
	if x := d.exposed(w.Name + "." + s.Name); x != nil && slices.ContainsFunc(s.Arms, func(a Arm) bool { return a.Name == x.Arm }) {
		arm = x.Arm // kept, whatever its weight is now
	}
	if arm == "" {
		return
	}
	if run.Arms == nil {
		run.Arms = map[string]string{}
	}
	run.Arms[s.Name] = arm
	d.note("arm:"+w.Name+"."+s.Name, arm)
	d.part(w, s, run)
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
	return draw(secret, workflow+"."+s.Name+"|"+string(phone), s.Arms)
}

// draw draws an arm for a name. Other weights only move the bounds between arms.
func draw(secret []byte, name string, arms []Arm) string {
	total := 0
	for _, a := range arms {
		total += a.Weight
	}
	point := lot(secret, name, total)
	for _, a := range arms {
		if point -= a.Weight; point < 0 {
			return a.Name
		}
	}
	return ""
}

// lot draws a number below n for a name.
func lot(secret []byte, name string, n int) int {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(name))
	return int(uint64(binary.BigEndian.Uint32(mac.Sum(nil))) * uint64(n) >> 32)
}

// toSet is the value that a set step sets; nil where the text for it speaks of something unknown.
func (d *deciding) toSet(value any, run *Run) any {
	text, _ := value.(string)
	if !isTemplate(text) {
		return value
	}
	said, err := d.p.fill(wording{text: text}, scene{rec: &d.rec, run: run, now: d.now})
	if err != nil || said.body == "" {
		return nil
	}
	return said.body
}
