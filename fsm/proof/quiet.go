package proof

import (
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// closed gives for each minute of the week how many minutes pass until texts may go.
func closed(windows []fsm.Window) []int {
	var open minutes
	for _, w := range windows {
		for d, on := range w.Days {
			for m := w.From; on && m < min(w.To, 24*60); m++ {
				open.set(d*24*60 + m)
			}
		}
	}
	until := make([]int, minutesOfWeek)
	left := minutesOfWeek // no window at all
	for m := 2*minutesOfWeek - 1; m >= 0; m-- {
		if left++; open.has(m % minutesOfWeek) {
			left = 0
		}
		until[m%minutesOfWeek] = min(left, minutesOfWeek)
	}
	return until
}

// quiet warns of texts that must be sent by a time at which none may go yet: who comes to them at the
// wrong hour never gets them.
func (f *finder) quiet() {
	until := closed(f.p.Quiet)
	night := time.Duration(slices.Max(until)) * time.Minute
	for i, g := range f.crowd.graphs {
		var come []minutes
		told := false
		for k := range g.w.Steps {
			s := &g.w.Steps[k]
			if s.Kind != fsm.SendStep && s.Kind != fsm.AskStep || told && s.SendBy == 0 {
				continue
			}
			by := sendBy(f.p, g.w, s)
			if by > night {
				continue
			}
			if come == nil {
				come = f.arrivals(until, i)
			}
			at, span := longest(until, &come[at(k, false)])
			if span < by {
				continue
			}
			told = told || s.SendBy == 0
			f.warn(f.sendByPlace(g.w, s), "who comes to %s at %s never gets it: it must be sent within %s, and for %s no text may go; "+
				"give it a longer send_by, or lead to it at an hour of the day (wait: until 11:00)", s.Name, at, length(by), length(span))
		}
	}
}

// sendByPlace is where the time is written by which a step's text must be sent.
func (f *finder) sendByPlace(w *fsm.Workflow, s *fsm.Step) string {
	if s.SendBy > 0 {
		return place(w, s) + ".send_by"
	}
	return place(w, s)
}

// longest is the longest time that a text waits for an open window, of those that come up at the given
// minutes, and when that is.
func longest(until []int, come *minutes) (at string, span time.Duration) {
	worst := 0
	for m := range come.all {
		if until[m] > worst {
			worst = until[m]
			at = fmt.Sprintf("%s %02d:%02d", time.Weekday(m/(24*60)), m/60%24, m%60)
		}
	}
	return at, time.Duration(worst) * time.Minute
}

// arrivals tells for each node of a workflow at which minutes of the week a run can come to it, by the
// person's clock.
func (f *finder) arrivals(until []int, workflow int) []minutes {
	g := f.crowd.graphs[workflow]
	come := make([]minutes, len(g.over))
	var queue []node
	for _, asked := range []bool{false, true} {
		b := beginning{workflow, asked}
		if f.enters(b, &come[b.root()]); !come[b.root()].none() {
			queue = append(queue, b.root())
		}
	}
	var open minutes
	for m, left := range until {
		if left == 0 {
			open.set(m)
		}
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		left := g.left(n, &come[n], &open)
		for _, ways := range [][]edge{g.over[n], g.sent[n]} {
			for _, e := range ways {
				if come[e.to].add(&left) {
					queue = append(queue, e.to)
				}
			}
		}
	}
	return come
}

// left gives the minutes at which a step can be left by whom it is come to at others: behind a wait until
// a time of day that time, behind a span so much later, behind a text when texts go, behind a hop at
// once, else at any. A wait for a date or moment says itself when it is good.
func (g *graph) left(n node, come, open *minutes) (left minutes) {
	s := &g.w.Steps[n.step()]
	minute, clock := s.Wait.Clock.Minute()
	switch {
	case s.Kind == fsm.WaitStep && clock:
		left.mark(s.Wait.Days, minute)
	case s.Kind == fsm.WaitStep && s.Wait.Timed():
		for minute := s.Wait.Best.From; minute < s.Wait.Best.To; minute++ {
			left.mark(s.Wait.Best.Days, minute)
		}
	case s.Kind == fsm.WaitStep && s.Wait.Of == "" && s.Wait.Date == "":
		left = come.later(int(s.Wait.For / time.Minute))
	case s.Kind == fsm.WaitStep: // for a moment that the author chose
	case s.Kind == fsm.SendStep && !n.asked():
		left = *open
	case s.Kind == fsm.BranchStep, s.Kind == fsm.SplitStep, s.Kind == fsm.SetStep, s.Kind == fsm.StartStep, s.Kind == fsm.HandoffStep:
		left = *come
	default:
		left.mark([7]bool{}, -1)
	}
	return left
}

// enters marks the minutes at which runs begin.
func (f *finder) enters(b beginning, come *minutes) {
	e := &f.crowd.graphs[b.workflow].w.Enter
	minute, clock := e.Clock.Minute()
	starters, begins := f.crowd.starters[b]
	switch {
	case !begins:
	case b.asked, len(starters) > 0 || len(e.On) > 0:
		come.mark([7]bool{}, -1)
	case e.Every != nil && clock:
		come.mark(e.Every.Days, minute)
	case e.Date != "" && clock:
		come.mark([7]bool{}, minute)
	case e.Once != "":
		if t, err := time.Parse("2006-01-02 15:04", e.Once); err == nil {
			come.set(int(t.Weekday())*24*60 + t.Hour()*60 + t.Minute())
		}
	}
}

// length writes a span as a program does: 36h, 90m.
func length(d time.Duration) string {
	switch {
	case d%day == 0 && d > 0:
		return fmt.Sprintf("%dd", d/day)
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0 && d > time.Hour:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return d.String()
}
