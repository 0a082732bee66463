package fsm

import "slices"

// enrol lets a person enter a workflow because its schedule or broadcast has come. Who may not get its
// texts, or is not in its segment by now, is passed over without a trace.
func (d *deciding) enrol(e Enrol) {
	d.dec.Cause = "enrol " + e.ID
	w := d.p.workflows[e.Workflow]
	if w == nil || !slices.Contains(grounds(w.Class), d.ground()) || !d.p.InSegment(w.Enter.Segment, &d.rec, d.now) {
		return
	}
	if d.seenElse("enrol:", e.ID) {
		return
	}
	d.byHand = !scheduledAs(w.Name, e.ID)
	d.enterAs(w, clip(e.ID), Happened{ID: clip(e.ID), Type: "enrol", At: d.now}, "enrolled by "+e.ID, false)
}
