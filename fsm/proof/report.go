package proof

import (
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// Report is what a program amounts to.
type Report struct {
	Workflows   int `json:"workflows"`
	Steps       int `json:"steps"`
	Transitions int `json:"transitions"`

	Day     Worst  `json:"day"`               // unasked texts of one person in any 24 hours
	Week    Worst  `json:"week"`              // and in any 7 days
	Replies int    `json:"replies_per_hour"`  // answers of one person at most, said apart
	Resends int    `json:"resends,omitempty"` // times that one text of a step can go whose outcome is in doubt, of the figures apart; 0 where no step says resend
	Texts   []Size `json:"texts"`             // what each text takes
}

func (f *finder) report() Report {
	r := Report{
		Workflows: len(f.p.Workflows), Transitions: len(f.p.Machine().Rows()),
		Day: f.crowd.worst(day), Week: f.crowd.worst(week), Replies: fsm.LoopReplies,
	}
	for i := range f.p.Workflows {
		r.Steps += len(f.p.Workflows[i].Steps)
		if slices.ContainsFunc(f.p.Workflows[i].Steps, func(s fsm.Step) bool { return s.Resend }) {
			r.Resends = fsm.MaxAttempts
		}
	}
	r.Texts = f.sizes()
	longest, widest := f.largest(r.Texts)
	f.cost(&r.Day, longest, widest)
	f.cost(&r.Week, longest, widest)
	return r
}
