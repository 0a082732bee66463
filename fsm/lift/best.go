package lift

import "math"

const (
	slices = 800 // of the integral, an even number
	widths = 9.0 // standard deviations to both sides of a mean that it covers
)

// Best is how likely each arm has the best rate of all, as one who knew nothing beforehand may say (a
// uniform prior, so Beta posteriors). The shares add up to 1.
func Best(arms []Count) []float64 {
	best := make([]float64, len(arms))
	sum := 0.0
	for i := range arms {
		best[i] = leads(arms, i)
		sum += best[i]
	}
	for i := range best {
		best[i] /= sum
	}
	return best
}

// leads integrates by Simpson's rule the density of one arm's rate times the probability that all others
// are below it.
func leads(arms []Count, mine int) float64 {
	a, b := arms[mine].posterior()
	mean := a / (a + b)
	deviation := math.Sqrt(mean * (1 - mean) / (a + b + 1))
	from, to := max(mean-widths*deviation, 0), min(mean+widths*deviation, 1)
	step, sum := (to-from)/slices, 0.0
	for i := range slices + 1 {
		x := from + float64(i)*step
		weight := 4.0
		switch {
		case i == 0 || i == slices:
			weight = 1
		case i%2 == 0:
			weight = 2
		}
		sum += weight * density(x, a, b) * othersBelow(arms, mine, x)
	}
	return sum * step / 3
}

func othersBelow(arms []Count, mine int, x float64) float64 {
	p := 1.0
	for i, c := range arms {
		if i != mine {
			a, b := c.posterior()
			p *= betaBelow(x, a, b)
		}
	}
	return p
}

// posterior gives the parameters of the Beta distribution of a rate, from a uniform prior.
func (c Count) posterior() (a, b float64) { return float64(c.Hits) + 1, float64(c.Of-c.Hits) + 1 }

// density is that of a Beta distribution with both parameters 1 or more.
func density(x, a, b float64) float64 {
	switch {
	case x <= 0 && a > 1 || x >= 1 && b > 1:
		return 0
	case x <= 0 || x >= 1:
		return math.Exp(-logBeta(a, b))
	}
	return math.Exp((a-1)*math.Log(x) + (b-1)*math.Log1p(-x) - logBeta(a, b))
}
