package fsm

import "slices"

// went notes that a run's text went out, with the offer that it makes.
func (d *deciding) went(w Want, run *Run, at Moment, seq uint64) {
	run.TextAt = at
	run.sends(run.Step)
	if _, s, ok := d.at(run); ok && !w.Retry && s.Offer != "" {
		d.giveOffer(s.Offer, run, run.Workflow+"."+s.Name, at, seq)
	}
}

// wentNot takes that back: the text certainly did not go.
func (d *deciding) wentNot(f Flight, run *Run) {
	h := uint32(hash(f.Want.Step))
	run.Sent = slices.DeleteFunc(slices.Clone(run.Sent), func(o uint32) bool { return o == h })
}

// sends remembers that a step's text went out. It holds the names as short hashes, for as long as the run
// lives: whatever is edited in the meantime, nobody gets the text again.
func (r *Run) sends(step string) {
	h := uint32(hash(step))
	r.Sent = newest(append(slices.DeleteFunc(slices.Clone(r.Sent), func(o uint32) bool { return o == h }), h), MaxSent)
}

// sentAlready tells whether a run has sent a step's text before, and came to it again because the program
// was edited: a step that lies on no circle is reached once.
func (w *workflow) sentAlready(s *Step, run *Run) bool {
	return slices.Contains(run.Sent, uint32(hash(s.Name))) && !w.circles(s)
}

// circles tells whether a run that leaves a step can come back to it.
func (w *workflow) circles(s *Step) bool {
	seen := map[string]bool{}
	ahead := w.next(s)
	for len(ahead) > 0 {
		name := ahead[0]
		ahead = ahead[1:]
		if name == s.Name {
			return true
		}
		if to, ok := w.step(name); ok && !seen[name] {
			seen[name] = true
			ahead = append(ahead, w.next(to)...)
		}
	}
	return false
}

// next names the steps to which a step may lead.
func (w *workflow) next(s *Step) []string {
	if s.Kind == ExitStep {
		return nil
	}
	names := []string{s.Next}
	if s.Next == "" {
		names[0] = w.after(s.Name)
	}
	if s.Kind == BranchStep && slices.ContainsFunc(s.Cases, func(c BranchCase) bool { return c.If == "" }) {
		names = nil // one of its cases always holds
	}
	for _, way := range s.ways() {
		if way.to != "" {
			names = append(names, way.to)
		}
	}
	return names
}
