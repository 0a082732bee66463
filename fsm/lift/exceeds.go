package lift

import "math"

// Exceeds tells whether a rate is above a ceiling for certain, at whichever look: one that is not is called
// so in one of twenty experiments at most, however often one looks. It weighs how likely what was seen is
// under rates above the ceiling, most of them not far above, against the ceiling itself.
func (c Count) Exceeds(ceiling float64) bool {
	if ceiling <= 0 || ceiling >= 1 || c.Rate() <= ceiling {
		return false
	}
	a, b := 1.0, max(1/ceiling-1, 1) // rates are about the ceiling beforehand
	hits, rest := float64(c.Hits), float64(c.Of-c.Hits)
	seen := logBeta(a+hits, b+rest) + math.Log(1-betaBelow(ceiling, a+hits, b+rest))
	before := logBeta(a, b) + math.Log(1-betaBelow(ceiling, a, b))
	atCeiling := hits*math.Log(ceiling) + rest*math.Log1p(-ceiling)
	return seen-before-atCeiling >= math.Log(20)
}
