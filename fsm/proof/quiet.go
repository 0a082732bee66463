package proof

import (
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

const minutesOfWeek = 7 * 24 * 60

// closed gives for each minute of the week, from Sunday's midnight on, how many minutes pass until
// texts may go.
func closed(windows []fsm.Window) []int {
	open := make([]bool, minutesOfWeek)
	for _, w := range windows {
		for d, on := range w.Days {
			for m := w.From; on && m < min(w.To, 24*60); m++ {
				open[d*24*60+m] = true
			}
		}
	}
	until := make([]int, minutesOfWeek)
	left := minutesOfWeek // no window at all
	for m := 2*minutesOfWeek - 1; m >= 0; m-- {
		if left++; open[m%minutesOfWeek] {
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
	longest := time.Duration(slices.Max(until)) * time.Minute
	for i, g := range f.crowd.graphs {
		told := false
		for k := range g.w.Steps {
			s := &g.w.Steps[k]
			if s.Kind != fsm.SendStep && s.Kind != fsm.AskStep || told && s.SendBy == 0 {
				continue
			}
			by := sendBy(f.p, g.w, s)
			if by > longest {
				continue
			}
			at, span := f.longest(until, f.arrivals(until, i, at(k, false)))
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
// minutes of the week, and when that is.
func (f *finder) longest(until []int, arrivals []bool) (at string, span time.Duration) {
	worst := 0
	for m, on := range arrivals {
		if on && until[m] > worst {
			worst = until[m]
			at = fmt.Sprintf("%s %02d:%02d", time.Weekday(m/(24*60)), m/60%24, m%60)
		}
	}
	return at, time.Duration(worst) * time.Minute
}

// arrivals tells at which minutes of the week a run can come to a node, by the person's clock.
func (f *finder) arrivals(until []int, workflow int, n node) []bool {
	a := &arrival{f: f, until: until, workflow: workflow, seen: map[node]bool{}}
	return a.to(n)
}

// arrival follows one workflow's ways back.
type arrival struct {
	f        *finder
	until    []int
	workflow int
	seen     map[node]bool // on the way, so that a loop is followed once
}

func (a *arrival) to(n node) []bool {
	minutes := make([]bool, minutesOfWeek)
	if a.seen[n] {
		return minutes
	}
	a.seen[n] = true
	defer delete(a.seen, n)
	g := a.f.crowd.graphs[a.workflow]
	if n.step() == 0 {
		a.f.enters(beginning{a.workflow, n.asked()}, minutes)
	}
	for m := range g.over {
		if slices.ContainsFunc(append(g.over[m][:len(g.over[m]):len(g.over[m])], g.sent[m]...), func(e edge) bool { return e.to == n }) {
			a.from(node(m), minutes)
		}
	}
	return minutes
}

// from marks the minutes at which a step can be left: behind a wait until a time of day that time,
// behind a span so much later than it began, behind a text when texts go, behind a hop whenever it is
// come to, else at any. A wait for a date or moment says itself when it is good.
func (a *arrival) from(n node, minutes []bool) {
	s := &a.f.crowd.graphs[a.workflow].w.Steps[n.step()]
	minute, clock := s.Wait.Clock.Minute()
	switch {
	case s.Kind == fsm.WaitStep && clock:
		mark(minutes, s.Wait.Days, minute)
	case s.Kind == fsm.WaitStep && s.Wait.Of == "" && s.Wait.Date == "":
		for m, on := range a.to(n) {
			if later := (m + int(s.Wait.For/time.Minute)) % minutesOfWeek; on {
				minutes[later] = true
			}
		}
	case s.Kind == fsm.WaitStep: // for a moment that the author chose
	case s.Kind == fsm.SendStep && !n.asked():
		for m, left := range a.until {
			minutes[m] = minutes[m] || left == 0
		}
	case s.Kind == fsm.BranchStep, s.Kind == fsm.SplitStep, s.Kind == fsm.SetStep, s.Kind == fsm.StartStep, s.Kind == fsm.HandoffStep:
		for m, on := range a.to(n) {
			minutes[m] = minutes[m] || on
		}
	default:
		mark(minutes, [7]bool{}, -1)
	}
}

// enters marks the minutes at which runs begin.
func (f *finder) enters(b beginning, minutes []bool) {
	e := &f.crowd.graphs[b.workflow].w.Enter
	minute, clock := e.Clock.Minute()
	starters, begins := f.crowd.starters[b]
	switch {
	case !begins || b.asked: // its text is an answer
	case len(starters) > 0 || len(e.On) > 0:
		mark(minutes, [7]bool{}, -1)
	case e.Every != nil && clock:
		mark(minutes, e.Every.Days, minute)
	case e.Date != "" && clock:
		mark(minutes, [7]bool{}, minute)
	case e.Once != "":
		if t, err := time.Parse("2006-01-02 15:04", e.Once); err == nil {
			minutes[int(t.Weekday())*24*60+t.Hour()*60+t.Minute()] = true
		}
	}
}

// mark marks a minute of some days of the week, or of all where none is named; -1 is every minute.
func mark(minutes []bool, days [7]bool, minute int) {
	for d := range 7 {
		if days != [7]bool{} && !days[d] {
			continue
		}
		for m := range 24 * 60 {
			minutes[d*24*60+m] = minutes[d*24*60+m] || minute < 0 || minute == m
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
