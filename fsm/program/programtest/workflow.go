package programtest

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// workflow draws a workflow, by its place among all of them.
func (d *drawing) workflow(i int) {
	w := fsm.Workflow{
		Name: d.workflowNames[i], Class: fsm.Class(d.pick("service", "lifecycle", "promo")), Rank: d.between(-3, 3),
		Owner: d.maybe("growth", "care: team"), Enter: d.enter(), Topic: d.maybe("news", "sale"),
	}
	if d.chance() {
		w.Caps = []fsm.Cap{{Max: 1, Per: d.longer(), Over: fsm.Fate(d.maybe("hold", "drop"))}}
	}
	if d.def.Suppress != nil && d.chance() {
		w.Ignores = []string{"always"}
	}
	if d.chance() {
		w.Targets = map[string]float64{"conversion": float64(d.between(0, 1000)) / 1000}
	}
	if d.chance() {
		w.Goal = &fsm.Goal{On: "purchase", If: d.maybe(d.came()), Within: d.span()}
	}
	for range d.between(0, 2) {
		// a workflow that starts itself, or one before it, could go on for ever
		w.Exits = append(w.Exits, fsm.Exit{On: d.pick("closed", "purchase"), If: d.maybe(d.inside()), Start: d.maybe(d.workflowNames[i+1:]...)})
	}
	n := d.between(1, 8)
	if d.chance() {
		w.Moved = map[string]string{"old_step": stepName(n - 1)}
	}
	for at := range n {
		w.Steps = append(w.Steps, d.step(i, at, n))
	}
	d.def.Workflows = append(d.def.Workflows, w)
}

func stepName(i int) string { return fmt.Sprintf("s%d", i) }

// enter draws a trigger of each kind, or none.
func (d *drawing) enter() fsm.Enter {
	e := fsm.Enter{If: d.maybe(d.about())}
	if d.chance() {
		e.Limit, e.Per = d.between(1, 3), d.longer()
	}
	switch d.pick("on", "reorder", "date", "every", "once", "none") {
	case "on":
		e.On, e.Key, e.Delay = []string{"cart"}, d.maybe("cart_id"), d.span()
		if d.chance() {
			e.Unless = []string{"purchase"}
		}
		if d.chance() {
			e.On, e.Key = []string{"opted_in", "purchase"}, ""
		}
	case "reorder":
		e.On, e.Key, e.Reorder, e.Delay = []string{"used"}, "product", true, d.longer()
		if d.chance() {
			e.Delay = -e.Delay
		}
	case "date":
		e.Date, e.Before, e.Yearly, e.Clock = d.pick("birthday", "renews"), fsm.Days(d.between(-9, 9)), d.chance(), d.clock()
	case "every":
		e.Segment, e.Clock = d.maybe("some"), fsm.ClockAt(d.between(0, 24*60-1))
		e.Every = &fsm.Every{MonthDay: d.between(1, 28)}
		if d.chance() {
			e.Every = &fsm.Every{Days: d.days()}
		}
	case "once":
		e.Once, e.Segment = fmt.Sprintf("2026-11-%02d 10:%02d", d.between(1, 30), d.between(0, 59)), d.maybe("some", "others")
	}
	return e
}

// clock is a time of day, or none.
func (d *drawing) clock() fsm.Clock {
	if d.chance() {
		return 0
	}
	return fsm.ClockAt(d.between(0, 24*60-1))
}
