package lift

import "math"

// Interval is what a value lies in, with 95 % confidence where nothing else is said.
type Interval struct{ Low, High float64 }

// Has tells whether a value lies in the interval.
func (i Interval) Has(v float64) bool { return i.Low <= v && v <= i.High }

// Count is how many of some people did something.
type Count struct{ Hits, Of int }

// Rate is the share of them, from 0 to 1; 0 where there is nobody.
func (c Count) Rate() float64 {
	if c.Of == 0 {
		return 0
	}
	return float64(c.Hits) / float64(c.Of)
}

// Wilson is the score interval of the rate (Wilson 1927).
func (c Count) Wilson() Interval {
	if c.Of == 0 {
		return Interval{0, 1}
	}
	z, n, p := quantile(0.975), float64(c.Of), c.Rate()
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / (1 + z*z/n)
	return Interval{max(middle-half, 0), min(middle+half, 1)}
}

// Newcombe is the interval of how much greater the rate of b is than that of a (Newcombe 1998, method 10).
func Newcombe(a, b Count) Interval {
	ia, ib := a.Wilson(), b.Wilson()
	pa, pb := a.Rate(), b.Rate()
	return Interval{
		pb - pa - math.Hypot(pb-ib.Low, ia.High-pa),
		pb - pa + math.Hypot(ib.High-pb, pa-ia.Low),
	}
}

// quantile is the value below which a share p of a standard normal distribution lies.
func quantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
