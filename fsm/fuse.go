package fsm

import (
	"fmt"
	"slices"
	"time"
)

// FuseWindow is the span of a fuse: of texts within it the checker computes the worst case.
const FuseWindow = 24 * time.Hour

// Bounds are the most unasked texts that one person can get within FuseWindow, as they were proven of
// the program (package proof). A text beyond them can only come of a fault, so it does not go out.
type Bounds struct {
	Workflows map[string]int // by workflow; none for one that nothing bounds
	All       int            // of all workflows together; 0: nothing bounds them
}

// Fuse counts the unasked texts of one workflow, or without a name of all, since its window began. A
// window tumbles where the bound slides, so a count above the bound is proof of a fault.
type Fuse struct {
	Workflow string `cbor:"1,keyasint,omitempty" json:"workflow,omitempty"`
	Since    Moment `cbor:"2,keyasint" json:"since"`
	Count    int    `cbor:"3,keyasint" json:"count"`
	Blown    bool   `cbor:"4,keyasint,omitempty" json:"blown,omitempty"` // it was told of
}

// burns tells whether a text of a run counts for fuses: one that answers nothing. One that may go for
// the second time, since nobody knows whether it went, counted before; what an interruption brings back is
// bounded with the replies; and whom somebody brings into a workflow by hand, no program foresees.
func (w *Want) burns(run *Run) bool {
	return run != nil && !run.ByHand && !w.Direct && w.Answers == 0 && w.Resent == 0 && !w.Retry
}

// guardFuse keeps a text back that is more than the program can send. The person's window must pass
// before he gets another; a workflow is besides paused for everybody, when the text is kept back.
func (d *deciding) guardFuse(a asked) verdict {
	if d.in.Bounds == nil || !a.burns(a.run) {
		return verdict{}
	}
	for _, name := range []string{a.wf.Name, ""} {
		if bound, count, ends := d.fused(name); bound > 0 && count >= bound {
			return wait(ends, fmt.Sprintf("fuse: %d unasked texts of %s within a day are all that the program can send to a person", bound, fuseOf(name))).named(name)
		}
	}
	return verdict{}
}

func fuseOf(workflow string) string {
	if workflow == "" {
		return "all workflows"
	}
	return workflow
}

// fused gives a fuse's bound, how much of it is used, and when its window ends.
func (d *deciding) fused(workflow string) (bound, count int, ends Moment) {
	bound = d.in.Bounds.All
	if workflow != "" {
		bound = d.in.Bounds.Workflows[workflow]
	}
	if f := d.fuse(workflow); f != nil {
		count, ends = f.Count, f.Since.Add(FuseWindow)
	}
	return bound, count, ends
}

// fuse finds a fuse whose window has not passed; nil where there is none.
func (d *deciding) fuse(workflow string) *Fuse {
	for i := range d.rec.Fuses {
		if f := &d.rec.Fuses[i]; f.Workflow == workflow && d.now.Sub(f.Since) < FuseWindow {
			return f
		}
	}
	return nil
}

// burn counts a text of a run that goes out.
func (d *deciding) burn(w Want, run *Run) {
	if !w.burns(run) {
		return
	}
	for _, name := range []string{run.Workflow, ""} {
		f := d.fuse(name)
		if f == nil {
			d.rec.Fuses = append(d.rec.Fuses, Fuse{Workflow: name, Since: d.now})
			f = &d.rec.Fuses[len(d.rec.Fuses)-1]
		}
		f.Count++
	}
}

// unburn takes the count of a text back that certainly did not go.
func (d *deciding) unburn(f Flight) {
	run := d.run(f.Want.Run)
	if !f.Want.burns(run) {
		return
	}
	for _, name := range []string{run.Workflow, ""} {
		if fuse := d.fuse(name); fuse != nil && f.At >= fuse.Since {
			fuse.Count = max(fuse.Count-1, 0)
		}
	}
}

// blow tells of a fuse, once in its window: the first text beyond the bound of a workflow stops it for
// everybody.
func (d *deciding) blow(v Verdict) {
	f := d.fuse(v.Name)
	if f == nil || f.Blown {
		return
	}
	f.Blown = true
	if v.Name == "" {
		d.alarm("a fuse has blown: a person was to get more than the %d unasked texts a day that the program can send; his texts wait until %s", f.Count, v.Until)
		return
	}
	d.dec.Stops = append(d.dec.Stops, v.Name)
	d.alarm("a fuse has blown: a person was to get more than the %d texts a day that workflow %s can send; it is paused for everybody", f.Count, v.Name)
}

// boundFuses forgets the windows that have passed, and of too many the oldest. It counts nothing for
// somebody who enters workflows so often that not all entries are remembered: limits may not hold then.
func (d *deciding) boundFuses() {
	if len(d.rec.Entries) >= MaxEntries {
		d.rec.Fuses = nil
		return
	}
	d.rec.Fuses = newest(slices.DeleteFunc(d.rec.Fuses, func(f Fuse) bool { return d.now.Sub(f.Since) >= FuseWindow }), MaxFuses)
}

// freshFuses begins all counting anew: what the bounds rest on is another one.
func (d *deciding) freshFuses() {
	if len(d.rec.Fuses) > 0 {
		d.touched, d.rec.Fuses = true, nil
	}
}

// yearly tells whether an attribute is a date that comes again each year, as long as it stays what it is.
func (p *Program) yearly(attribute string) bool {
	return slices.ContainsFunc(p.order, func(w *workflow) bool { return w.Enter.Yearly && w.Enter.Date == attribute })
}
