package proof

import "github.com/parley-sms/parley/fsm"

// Bounds gives what the fuses of a program go by: the most unasked texts of each workflow, and of all,
// that one person can get within a day, as Check tells them. Where a person can enter workflows so often
// that not all entries are remembered, nothing is certain, and there are none.
func Bounds(p *fsm.Program) fsm.Bounds {
	c := crowdOf(p)
	b := fsm.Bounds{Workflows: map[string]int{}}
	if c.counted() > fsm.MaxEntries {
		return b
	}
	day := c.worst(fsm.FuseWindow)
	b.All = bound(day.Before, day.After, len(day.Open) == 0)
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

// counted is how many entries of one person all limits together count.
func (c *crowd) counted() int {
	n := 0
	for i := range c.p.Workflows {
		n += c.p.Workflows[i].Enter.Limit
	}
	return n
}
