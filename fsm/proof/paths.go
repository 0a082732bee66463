package proof

import "time"

// endless stands for a number without a bound; sums and products of it stay endless.
const endless = 1 << 30

func plus(a, b int) int { return min(a+b, endless) }

func times(a, b int) int {
	switch {
	case a == 0 || b == 0:
		return 0
	case a > endless/b:
		return endless
	}
	return a * b
}

// later adds times, of which either may be forever.
func later(a, b time.Duration) time.Duration { return min(a+b, forever) }

// never is the time to a node that cannot be come to.
const never = time.Duration(-1)

// soonest gives the least time to every node, walking on past texts that may go out or not.
func (g *graph) soonest(first ...edge) []time.Duration {
	least := make([]time.Duration, len(g.over))
	for n := range least {
		least[n] = never
	}
	queue := make([]node, 0, len(least))
	reach := func(from time.Duration, ways []edge) {
		for _, e := range ways {
			if t := later(from, e.min); least[e.to] == never || t < least[e.to] {
				least[e.to] = t
				queue = append(queue, e.to)
			}
		}
	}
	reach(0, first)
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		reach(least[n], g.over[n])
		reach(least[n], g.sent[n])
	}
	return least
}

// latest gives the most time from a root to every node; one that lies on a loop, or behind one, can be
// come to at any later time.
func (g *graph) latest(root node) []time.Duration {
	most := make([]time.Duration, len(g.over))
	for n := range most {
		most[n] = never
	}
	most[root] = 0
	for changed := true; changed; {
		changed = false
		for n := range most {
			if most[n] == never {
				continue
			}
			if most[n] < forever && g.loops(node(n)) {
				most[n], changed = forever, true
			}
			for _, ways := range [][]edge{g.over[n], g.sent[n]} {
				for _, e := range ways {
					if t := later(later(most[n], g.stay[n]), e.max); t > most[e.to] {
						most[e.to], changed = t, true
					}
				}
			}
		}
	}
	return most
}

// loops tells whether a way leads from a node back to it.
func (g *graph) loops(n node) bool { return g.around[n] != never }

// mostTexts is the most unasked texts that one run which began at a root can send within a span of
// time; endless where it is more than anybody would count.
func (g *graph) mostTexts(root node, span time.Duration) int {
	const many = 1000
	reached := g.soonest(edge{to: root})
	best := [][]time.Duration{nil} // by the texts so far: the least time to each node that has sent the last
	for n := range reached {
		if k := g.texts(node(n)); k > 0 && reached[n] != never {
			best = put(best, k, len(reached), node(n), 0)
		}
	}
	for k := 1; k < len(best); k++ {
		if k > many {
			return endless
		}
		for n, t := range best[k] {
			if t == never {
				continue
			}
			for m, on := range g.gaps[n] {
				if on != never && t+on < span {
					best = put(best, k+g.texts(node(m)), len(reached), node(m), t+on)
				}
			}
		}
	}
	return len(best) - 1
}

// put notes that a run can have sent k texts, the last at a node, after some time.
func put(best [][]time.Duration, k, nodes int, n node, after time.Duration) [][]time.Duration {
	for len(best) <= k {
		best = append(best, nil)
	}
	if best[k] == nil {
		best[k] = make([]time.Duration, nodes)
		for i := range best[k] {
			best[k][i] = never
		}
	}
	if best[k][n] == never || after < best[k][n] {
		best[k][n] = after
	}
	return best
}
