package proof

import "github.com/parley-sms/parley/fsm"

// Most gives the most unasked texts of one person in any 24 hours and in any 7 days, as Check tells them,
// without what they cost.
func Most(p *fsm.Program) (inDay, inWeek Worst) {
	c := crowdOf(p)
	return c.worst(day), c.worst(week)
}

// Bounds gives what the fuses of a program go by: the most unasked texts of each workflow, and of all,
// that one person can get within a day, as Check tells them.
func Bounds(p *fsm.Program) fsm.Bounds {
	day := crowdOf(p).worst(fsm.FuseWindow)
	b := fsm.Bounds{Workflows: map[string]int{}, All: bound(day.Before, day.After, len(day.Open) == 0)}
	for _, s := range day.Shares {
		if n := bound(s.Before, s.After, !s.Open); n > 0 {
			b.Workflows[s.Workflow] = n
		}
	}
	return b
}

// bound is the lesser of two figures, of which that before caps may be none; 0 where there is none.
func bound(before, after int, limited bool) int {
	if limited {
		after = min(before, after)
	}
	if after >= endless {
		return 0
	}
	return after
}
