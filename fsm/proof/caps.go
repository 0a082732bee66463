package proof

import (
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// capped is how many texts of a class its caps let through within a span; endless without a cap.
func (c *crowd) capped(span time.Duration, class fsm.Class) int {
	n := endless
	for _, limit := range c.p.Limits() {
		if limit.Covers(class) {
			n = min(n, times(limit.Max, spans(span, limit.Per)))
		}
	}
	return n
}

// held is how many texts of all classes together the caps let through within a span, of as many as
// each class would send. A bound is any choice of caps and classes that together cover all that send;
// held is the least.
func (c *crowd) held(span time.Duration, sends map[fsm.Class]int) int {
	classes := slices.DeleteFunc(fsm.Classes(), func(class fsm.Class) bool { return sends[class] == 0 })
	var best [8]int // by the classes that are covered, as bits: the least sum
	for set := 1; set < len(best); set++ {
		best[set] = endless
	}
	cover := func(set, n int) {
		for covered, sum := range best {
			best[covered|set] = min(best[covered|set], plus(sum, n))
		}
	}
	for i, class := range classes {
		cover(1<<i, sends[class])
	}
	for _, limit := range c.p.Limits() {
		set := 0
		for i, class := range classes {
			if limit.Covers(class) {
				set |= 1 << i
			}
		}
		cover(set, times(limit.Max, spans(span, limit.Per)))
	}
	return best[1<<len(classes)-1]
}
