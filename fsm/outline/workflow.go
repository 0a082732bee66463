package outline

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// Workflow says what a workflow is, its name and steps left out.
func Workflow(w *fsm.Workflow) []Fact {
	var f facts
	f.add("class", string(w.Class))
	f.add("rank", number(w.Rank))
	f.add("topic", w.Topic)
	for i, c := range w.Caps {
		f.add(fmt.Sprintf("cap[%d]", i), capped(c))
	}
	f.add("ignores", words(w.Ignores))
	f.add("owner", w.Owner)
	f.add("targets", pairs(w.Targets, func(share float64) string { return fmt.Sprintf("%g%%", share*100) }))
	f.enter(&w.Enter)
	if w.Goal != nil {
		f.add("goal", fields("on", w.Goal.On, optional("if ", w.Goal.If), optional("within ", fsm.Span(w.Goal.Within))))
	}
	for i, e := range w.Exits {
		f.add(fmt.Sprintf("exit[%d]", i), fields("on", e.On, optional("if ", e.If), optional("start ", e.Start)))
	}
	return f
}

// enter says what starts a workflow.
func (f *facts) enter(e *fsm.Enter) {
	f.add("enter.on", words(e.On))
	f.add("enter.key", e.Key)
	f.add("enter.after", delay(e))
	f.add("enter.unless", words(e.Unless))
	f.add("enter.date", e.Date)
	f.when(e.Before >= 0, "enter.before", days(e.Before))
	f.when(e.Before < 0, "enter.after", days(-e.Before))
	f.when(e.Yearly, "enter.yearly", "true")
	if e.Every != nil {
		f.add("enter.every", fields(week(e.Every.Days), optional("day ", number(e.Every.MonthDay)), clock(e.Clock)))
	} else {
		f.add("enter.at", clock(e.Clock))
	}
	f.add("enter.once", e.Once)
	f.add("enter.segment", e.Segment)
	f.add("enter.if", e.If)
	f.add("enter.limit", rate(e.Limit, e.Per))
}

// delay says how long after its event a workflow begins.
func delay(e *fsm.Enter) string {
	switch {
	case !e.Reorder:
		return fsm.Span(e.Delay)
	case e.Delay < 0:
		return fsm.Span(-e.Delay) + " before reorder"
	case e.Delay > 0:
		return fsm.Span(e.Delay) + " after reorder"
	}
	return "reorder"
}
