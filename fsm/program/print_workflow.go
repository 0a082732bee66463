package program

import (
	"slices"
	"strconv"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

func (p *printer) workflow(w *fsm.Workflow) *format.Keys {
	k := format.NewKeys(&workflowShape)
	k.Set("workflow", w.Name)
	k.Set("class", string(w.Class))
	k.Set("rank", w.Rank)
	k.Set("topic", w.Topic)
	k.Set("cap", format.ItemsOf(w.Caps, func(c fsm.Cap) any { return p.cap(c, &ownCapShape) }))
	k.Set("ignores", listed(w.Ignores))
	k.Set("owner", w.Owner)
	k.Set("targets", format.NamesOf(w.Targets, func(share float64) any { return format.Percent(share) }))
	k.Set("enter", p.enter(&w.Enter))
	if w.Goal != nil {
		goal := format.NewKeys(&goalShape)
		goal.Set("on", w.Goal.On)
		goal.Set("if", w.Goal.If)
		goal.Set("within", p.span(w.Goal.Within))
		k.Set("goal", goal)
	}
	k.Set("exit", format.ItemsOf(w.Exits, exit))
	k.Set("moved", format.NamesOf(w.Moved, verbatim))
	var steps format.Items
	for i := range w.Steps {
		steps = append(steps, p.step(&w.Steps[i], w.Steps[:i]))
	}
	k.Set("steps", steps)
	return k
}

func exit(e fsm.Exit) any {
	k := format.NewKeys(&exitShape)
	k.Set("on", e.On)
	k.Set("if", e.If)
	k.Set("start", e.Start)
	return k
}

func (p *printer) enter(e *fsm.Enter) *format.Keys {
	k := format.NewKeys(&enterShape)
	k.Set("if", e.If)
	k.Set("limit", p.rate(e.Limit, e.Per))
	switch {
	case len(e.On) > 0:
		k.Set("on", some(e.On))
		k.Set("key", e.Key)
		k.Set("unless", some(e.Unless))
		k.Set("after", p.after(e))
	case e.Date != "":
		k.Set("date", e.Date)
		k.Set("before", daysText(max(e.Before, 0)))
		k.Set("after", daysText(max(-e.Before, 0)))
		k.Set("yearly", e.Yearly)
		k.Set("at", clockText(e.Clock))
	case e.Every != nil:
		k.Set("every", everyText(e.Every)+" "+clockText(e.Clock))
		k.Set("segment", e.Segment)
	case e.Once != "":
		k.Set("at", e.Once)
		k.Set("segment", e.Segment)
	}
	return k
}

// some writes a list; one alone without its brackets.
func some(list []string) any {
	if len(list) == 1 {
		return list[0]
	}
	return listed(list)
}

func (p *printer) after(e *fsm.Enter) string {
	switch {
	case !e.Reorder:
		return p.span(e.Delay)
	case e.Delay == 0:
		return "reorder"
	}
	return p.around(e.Delay) + " reorder"
}

// around writes a span before or after something.
func (p *printer) around(d time.Duration) string {
	if d < 0 {
		return p.span(-d) + " before"
	}
	return p.span(d) + " after"
}

func clockText(c fsm.Clock) string {
	minute, ok := c.Minute()
	if !ok {
		return ""
	}
	return format.Clock(minute)
}

func everyText(e *fsm.Every) string {
	if e.MonthDay > 0 {
		return ordinal(e.MonthDay)
	}
	return weekdays(e.Days)
}

// weekdays writes days of the week; all of them as day.
func weekdays(days [7]bool) string {
	if !slices.Contains(days[:], false) {
		return "day"
	}
	return format.Weekdays(days)
}

// ordinal writes 1 as 1st.
func ordinal(n int) string {
	switch {
	case n%10 == 1 && n != 11:
		return strconv.Itoa(n) + "st"
	case n%10 == 2 && n != 12:
		return strconv.Itoa(n) + "nd"
	case n%10 == 3 && n != 13:
		return strconv.Itoa(n) + "rd"
	}
	return strconv.Itoa(n) + "th"
}
