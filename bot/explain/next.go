package explain

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
)

// next tells what is scheduled, and of each text that has not gone what keeps it back.
func (a *answering) next() {
	for _, item := range a.rec.Calendar {
		run := item.Run
		if item.Want != nil {
			run = item.Want.Run
		}
		a.report.Scheduled = append(a.report.Scheduled, Due{At: item.At, Local: a.clock(item.At), What: plain.Item(&a.rec, item), Run: known(run)})
	}
	if a.program == nil {
		return // of a revision that cannot be read any more: its guards cannot be asked
	}
	for _, u := range a.program.Unsent(a.rec, a.in, a.at) {
		a.report.Unsent = append(a.report.Unsent, Unsent{
			Name: u.Name, Class: known(u.Want.Class), Run: known(u.Want.Run), SendBy: u.Want.SendBy, At: u.At, Local: a.when(u.At),
			Now: a.objections(u.Now), Then: a.objections(u.Then),
		})
	}
}

// when tells when the guards are asked about a text.
func (a *answering) when(m fsm.Moment) string {
	if m == 0 {
		return "as soon as its sender has room"
	}
	return a.clock(m)
}

func (a *answering) objections(said []fsm.Said) []Objection {
	list := make([]Objection, len(said))
	for i, s := range said {
		list[i] = Objection{Verdict: toldOf(s.Verdict), Why: s.Why, Remedy: plain.Remedy(s, a.clock), Drop: s.Drop}
	}
	return list
}
