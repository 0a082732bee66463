package lift

import "math"

// leastHits is how many people of two arms together must have a value other than zero before their means
// are compared: below, a sum is not yet normal.
const leastHits = 20

// Decided tells whether one of two arms is better for certain: zero is no longer in the always-valid
// interval of their difference. Hits is how many people of both have a value at all, and comparisons how
// many differences are looked at, which share the one chance in twenty to be wrong.
func Decided(a, b Sums, hits, comparisons int) bool {
	return hits >= leastHits && !Always(a, b, Alpha(comparisons)).Has(0)
}

// Alpha is the chance to be wrong of each of so many comparisons.
func Alpha(comparisons int) float64 { return 0.05 / float64(max(comparisons, 1)) }

// MostDays is the farthest that Days looks ahead.
const MostDays = 3650

// Detectable is the least difference that four of five such experiments would have decided by now.
func Detectable(a, b Sums, comparisons int) float64 {
	if a.N == 0 || b.N == 0 {
		return math.Inf(1)
	}
	v := spread(a, b)
	return halfWidth(v, effective(a.N, b.N), Alpha(comparisons)) + quantile(0.8)*math.Sqrt(v)
}

// Days is how many more days it takes, at the pace of the days so far, until a difference is one that four
// of five such experiments decide. The second result is false where that is beyond MostDays.
func Days(a, b Sums, difference float64, daysSoFar, comparisons int) (int, bool) {
	if a.N == 0 || b.N == 0 || daysSoFar <= 0 || difference == 0 {
		return 0, false
	}
	enough := func(more int) bool {
		grown := 1 + float64(more)/float64(daysSoFar)
		return Detectable(a.grown(grown), b.grown(grown), comparisons) <= math.Abs(difference)
	}
	if !enough(MostDays) {
		return 0, false
	}
	low, high := 0, MostDays
	for low < high {
		if middle := (low + high) / 2; enough(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low, true
}

// grown is as many people more of the same sort.
func (s Sums) grown(by float64) Sums {
	return Sums{int(float64(s.N) * by), s.Sum * by, s.Squares * by}
}
