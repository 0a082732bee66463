package proof

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// Check tells everything that is to say about a compiled program, refusals first, and its figures.
func Check(p *fsm.Program) ([]*fsm.Fault, Report) {
	f := &finder{p: p, crowd: crowdOf(p), revoking: map[string]bool{}}
	report := f.report()
	f.entryLimits(report)
	f.loops()
	f.table()
	f.ways()
	list := wordings(p)
	f.consentTexts(list)
	f.links(list)
	f.firstTexts()
	f.answers()
	f.behind()
	f.quiet()
	f.languages(list)
	f.style(list)
	f.arms()
	f.unattended()
	slices.SortStableFunc(f.faults, func(a, b *fsm.Fault) int { return cmp.Compare(a.Level, b.Level) })
	return f.faults, report
}

// finder collects what is to say about a program.
type finder struct {
	p      *fsm.Program
	crowd  *crowd
	faults []*fsm.Fault

	timed    []timed         // texts with a send_by of their own
	revoking map[string]bool // by answer: whether it is taken for a wish to get no more texts
}

func (f *finder) add(level fsm.Level, where, format string, args ...any) {
	f.faults = append(f.faults, &fsm.Fault{Where: where, Message: fmt.Sprintf(format, args...), Level: level})
}

func (f *finder) refuse(where, format string, args ...any) {
	f.add(fsm.Refusal, where, format, args...)
}
func (f *finder) warn(where, format string, args ...any)   { f.add(fsm.Warning, where, format, args...) }
func (f *finder) notice(where, format string, args ...any) { f.add(fsm.Notice, where, format, args...) }

// place is where a workflow or one of its steps is written.
func place(w *fsm.Workflow, s *fsm.Step) string {
	if s == nil {
		return "workflows." + w.Name
	}
	return "workflows." + w.Name + ".steps." + s.Name
}
