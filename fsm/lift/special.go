package lift

import "math"

const (
	mostTerms = 20_000 // of a series or continued fraction: far more than sums of a million need
	precision = 1e-14
	tiny      = 1e-300
)

func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

func logBeta(a, b float64) float64 { return logGamma(a) + logGamma(b) - logGamma(a+b) }

// betaBelow is the probability that a Beta(a, b) variable is at most x: the regularised incomplete beta
// function, by its continued fraction (Lentz's method).
func betaBelow(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2): // where the other side's fraction converges sooner
		return 1 - betaBelow(1-x, b, a)
	}
	front := math.Exp(a*math.Log(x)+b*math.Log1p(-x)-logBeta(a, b)) / a
	return front * betaFraction(x, a, b)
}

func betaFraction(x, a, b float64) float64 {
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < mostTerms; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/away(1+even*d), away(1+even/c)
		f *= c * d
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/away(1+odd*d), away(1+odd/c)
		f *= c * d
		if math.Abs(c*d-1) < precision {
			break
		}
	}
	return f
}

// away keeps a divisor from zero.
func away(v float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}

// chiAbove is the probability that a chi-square variable is greater than x: the upper regularised
// incomplete gamma function, by its series below and its continued fraction above.
func chiAbove(x float64, degrees int) float64 {
	a, x := float64(degrees)/2, x/2
	if x <= 0 {
		return 1
	}
	front := math.Exp(a*math.Log(x) - x - logGamma(a))
	if x < a+1 {
		term, sum := 1/a, 1/a
		for n := 1.0; n < mostTerms && term > sum*precision; n++ {
			term *= x / (a + n)
			sum += term
		}
		return 1 - front*sum
	}
	b := x + 1 - a
	c, d := 1/tiny, 1/away(b)
	f := d
	for n := 1.0; n < mostTerms; n++ {
		an := -n * (n - a)
		b += 2
		d, c = 1/away(an*d+b), away(b+an/c)
		f *= c * d
		if math.Abs(c*d-1) < precision {
			break
		}
	}
	return front * f
}
