package proof

import (
	"maps"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// capped is how many texts of one workflow the caps let through within a span, were it alone; endless
// without a cap. Whatever else a cap counts, it counts these.
func (c *crowd) capped(span time.Duration, w *fsm.Workflow) int {
	n := c.owned(span, w)
	for _, limit := range c.p.Limits() {
		if limit.Covers(w.Class) {
			n = min(n, most(limit, span))
		}
	}
	return n
}

// owned is how many texts a workflow's own caps let through, and those that count each workflow for itself.
func (c *crowd) owned(span time.Duration, w *fsm.Workflow) int {
	n := endless
	for _, limit := range w.Caps {
		n = min(n, most(limit, span))
	}
	for _, limit := range c.p.Limits() {
		if limit.By == fsm.ByWorkflow && limit.Covers(w.Class) {
			n = min(n, most(limit, span))
		}
	}
	return n
}

// most is how many texts a cap lets through within a span.
func most(limit fsm.Cap, span time.Duration) int { return times(limit.Max, spans(span, limit.Per)) }

// held is how many texts of all workflows together the caps let through within a span, of as many as each
// would send: first by workflow, then by topic, then in all.
func (c *crowd) held(span time.Duration, sends map[*fsm.Workflow]int) int {
	topics := map[string]classes{}
	for w, n := range sends {
		of := topics[w.Topic]
		set := bit(w.Class)
		of[set] = plus(of[set], min(n, c.owned(span, w)))
		topics[w.Topic] = of
	}
	var all classes
	for _, topic := range slices.Sorted(maps.Keys(topics)) {
		bound := c.cover(span, topics[topic], fsm.ByTopic)
		for set := range all {
			all[set] = plus(all[set], bound[set])
		}
	}
	return c.cover(span, all, fsm.ByAll)[len(all)-1]
}

// classes holds a number for each set of classes, which is written as bits.
type classes [8]int

func bit(class fsm.Class) int { return 1 << slices.Index(fsm.Classes(), class) }

// cover bounds the texts of each set of classes, of which bounds are known already, by the caps of a scope
// as well. A bound is any choice of sets and caps that together cover all classes; the least counts.
func (c *crowd) cover(span time.Duration, known classes, scope fsm.Scope) classes {
	for set := range known { // a set is bounded by its classes, each for itself
		if set&(set-1) != 0 && known[set] == 0 {
			known[set] = plus(known[set&(set-1)], known[set&-set])
		}
	}
	best := known
	for _, limit := range c.p.Limits() {
		if limit.By != scope && (scope != fsm.ByAll || limit.By != "") {
			continue
		}
		covered := 0
		for _, class := range fsm.Classes() {
			if limit.Covers(class) {
				covered |= bit(class)
			}
		}
		before := best
		for set := range best {
			best[set] = min(before[set], plus(before[set&^covered], most(limit, span)))
		}
	}
	return best
}
