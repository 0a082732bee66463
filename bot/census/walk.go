package census

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Journals is what a store tells of people and what happened to them.
type Journals interface {
	People
	Journal(ctx context.Context, phone fsm.Phone, before uint64, limit int) ([]fsm.Entry, error)
}

// The bounds of what is read of one person.
const (
	maxEntries = 2000 // changes, the newest
	perRead    = 200
)

// End is where a run is when it is over.
const End = fsm.End

// Walk is the way of one run of a person through a workflow.
type Walk struct {
	Workflow string
	Run      uint64
	Legs     []Leg // in order of time; the last leads to End where the run is over
}

// Leg is what led a run from one step to another, or out of the workflow.
type Leg struct {
	From string // a step; empty: the entry
	To   string // a step, or End
	By   string // in the words of a picture: "answer makeup", "timeout", "then"; of End why
	At   fsm.Moment
}

// at is the step that a run is at.
func (w *Walk) at() string {
	if len(w.Legs) == 0 {
		return ""
	}
	return w.Legs[len(w.Legs)-1].To
}

// Over tells whether the run has ended.
func (w *Walk) Over() bool { return w.at() == End }

// Converted tells whether the run reached its goal.
func (w *Walk) Converted() bool {
	return w.Over() && strings.HasPrefix(w.Legs[len(w.Legs)-1].By, "goal ")
}

// Path follows the runs of one person that began since then, the oldest first, as the journal has them.
func Path(ctx context.Context, s Journals, p *fsm.Program, phone fsm.Phone, since fsm.Moment) ([]*Walk, error) {
	entries, err := entriesOf(ctx, s, phone, since)
	if err != nil {
		return nil, err
	}
	f := follower{p: p, runs: map[uint64]*Walk{}, by: map[string]string{}}
	for _, e := range slices.Backward(entries) { // the oldest first
		for i := range e.Lines {
			f.follow(&e.Lines[i], e.At)
		}
	}
	walks := slices.Collect(maps.Values(f.runs))
	slices.SortFunc(walks, func(a, b *Walk) int { return cmp.Compare(a.Run, b.Run) })
	return walks, nil
}

// entriesOf reads what happened to a person from then on, the newest first.
func entriesOf(ctx context.Context, s Journals, phone fsm.Phone, since fsm.Moment) (list []fsm.Entry, err error) {
	for before := uint64(0); len(list) < maxEntries; {
		page, err := s.Journal(ctx, phone, before, perRead)
		if err != nil {
			return nil, fmt.Errorf("read what happened to a person: %w", err)
		}
		for _, e := range page {
			if e.At < since {
				return list, nil
			}
			list = append(list, e)
		}
		if len(page) < perRead || page[len(page)-1].Version == 1 {
			return list, nil
		}
		before = page[len(page)-1].Version
	}
	return list, nil
}

// follower follows the runs of one person.
type follower struct {
	p    *fsm.Program
	runs map[uint64]*Walk
	by   map[string]string // by question or step, what was said or happened there last
}

// follow reads one line of the journal.
func (f *follower) follow(l *fsm.Line, at fsm.Moment) {
	kind, name, _ := strings.Cut(l.Event, ":")
	workflow, step, _ := strings.Cut(name, ".")
	switch kind {
	case "enter":
		f.runs[l.Run] = &Walk{Workflow: workflow, Run: l.Run}
	case "send", "ask", "step":
		f.goes(l.Run, step, at)
	case "drop":
		f.goes(l.Run, step, at)
		f.by[name] = "not sent"
	case "exit":
		f.ends(f.ending(l.Run, workflow), l.Why, at)
	default:
		f.hears(l, kind, name)
	}
}

// hears remembers what happened at a step, as a picture says it.
func (f *follower) hears(l *fsm.Line, kind, name string) {
	switch kind {
	case "answer":
		answer, _, _ := strings.Cut(l.Why, ": ")
		f.by[l.From.Foreground()] = "answer " + answer
		if strings.HasSuffix(l.Why, ": free") {
			f.by[l.From.Foreground()] = "any answer"
		}
	case "timeout", "expire":
		f.by[cmp.Or(name, l.From.Foreground())] = "timeout"
	case "passed":
		f.by[name] = "passed"
	case "woke":
		f.by[name] = "on " + l.Why
	case "case":
		f.by[name] = f.caseOf(name, l.Why)
	}
}

// caseOf is a case of a branch by its number.
func (f *follower) caseOf(name, number string) string {
	workflow, step, _ := strings.Cut(name, ".")
	n, _ := strconv.Atoi(number)
	for i := range f.p.Workflows {
		if f.p.Workflows[i].Name != workflow {
			continue
		}
		for _, s := range f.p.Workflows[i].Steps {
			if s.Name == step && n >= 1 && n <= len(s.Cases) && s.Cases[n-1].If != "" {
				return "if " + s.Cases[n-1].If
			}
		}
	}
	return "else"
}

// goes brings a run to a step. One that began before all that is read is not followed.
func (f *follower) goes(run uint64, step string, at fsm.Moment) {
	w := f.runs[run]
	if w == nil || w.at() == step {
		return
	}
	place := w.Workflow + "." + w.at()
	leg := Leg{From: w.at(), To: step, By: cmp.Or(f.by[place], "then"), At: at}
	if leg.From == "" {
		leg.By = "enter"
	}
	delete(f.by, place)
	w.Legs = append(w.Legs, leg)
}

// ends brings a run out of its workflow: behind its last step as from any other, or because of what happened.
func (f *follower) ends(w *Walk, why string, at fsm.Moment) {
	if w == nil || w.Over() {
		return
	}
	leg := Leg{From: w.at(), To: End, By: why, At: at}
	if strings.HasPrefix(why, "completed") {
		leg.By = cmp.Or(f.by[w.Workflow+"."+w.at()], "then")
	}
	w.Legs = append(w.Legs, leg)
}

// ending finds the run that is over. Lines of older versions do not say which one: then it is the newest of its workflow.
func (f *follower) ending(run uint64, workflow string) *Walk {
	if run > 0 {
		return f.runs[run]
	}
	var newest *Walk
	for _, w := range f.runs {
		if w.Workflow == workflow && !w.Over() && (newest == nil || w.Run > newest.Run) {
			newest = w
		}
	}
	return newest
}
