package proof

import "github.com/parley-sms/parley/fsm"

// Report is what a program amounts to.
type Report struct {
	Workflows   int `json:"workflows"`
	Steps       int `json:"steps"`
	Transitions int `json:"transitions"`

	Day     Worst `json:"day"`              // unasked texts of one person in any 24 hours
	Week    Worst `json:"week"`             // and in any 7 days
	Replies int   `json:"replies_per_hour"` // answers of one person at most, said apart
}

func (f *finder) report() Report {
	r := Report{
		Workflows: len(f.p.Workflows), Transitions: len(f.p.Machine().Rows()),
		Day: f.crowd.worst(day), Week: f.crowd.worst(week), Replies: fsm.LoopReplies,
	}
	for i := range f.p.Workflows {
		r.Steps += len(f.p.Workflows[i].Steps)
	}
	return r
}
