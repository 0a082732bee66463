package lift

import "math"

// Sums is what is known of the people of an arm: how many there are, and of one value each (revenue, or 1
// and 0) the sum and the sum of squares.
type Sums struct {
	N       int
	Sum     float64
	Squares float64
}

// Sums gives a count as sums of ones and zeros.
func (c Count) Sums() Sums { return Sums{c.Of, float64(c.Hits), float64(c.Hits)} }

// Mean is the mean value; 0 where there is nobody.
func (s Sums) Mean() float64 {
	if s.N == 0 {
		return 0
	}
	return s.Sum / float64(s.N)
}

// Variance is that of the values.
func (s Sums) Variance() float64 {
	if s.N < 2 {
		return 0
	}
	n := float64(s.N)
	return max(s.Squares-s.Sum*s.Sum/n, 0) / (n - 1)
}

// Normal is the interval of the mean.
func (s Sums) Normal() Interval {
	if s.N == 0 {
		return Interval{math.Inf(-1), math.Inf(1)}
	}
	half := quantile(0.975) * math.Sqrt(s.Variance()/float64(s.N))
	return Interval{s.Mean() - half, s.Mean() + half}
}

// LeastPeople is how many people each arm must have before the always-valid interval says anything, for it trusts
// in sums being about normal. It is the narrowest for about tunedTo people in each.
const (
	LeastPeople = 100
	tunedTo     = 4000
)

// Always is the interval of how much greater the mean of b is than that of a. All intervals that are ever
// looked at hold the truth together with probability 1 − alpha, however often one looks, and whenever one
// stops.
func Always(a, b Sums, alpha float64) Interval {
	if a.N < LeastPeople || b.N < LeastPeople {
		return Interval{math.Inf(-1), math.Inf(1)}
	}
	diff, half := b.Mean()-a.Mean(), halfWidth(spread(a, b), effective(a.N, b.N), alpha)
	return Interval{diff - half, diff + half}
}

// spread is the variance of a difference of means: of the arms' own variances and the one of both together the
// greater, for a small arm where by chance nobody did anything yet seems to have none.
func spread(a, b Sums) float64 {
	together := Sums{a.N + b.N, a.Sum + b.Sum, a.Squares + b.Squares}.Variance()
	own := a.Variance()/float64(a.N) + b.Variance()/float64(b.N)
	return max(own, together/float64(a.N)+together/float64(b.N))
}

// effective is the number of people in each of two equal arms that tell as much as these do.
func effective(a, b int) float64 { return 2 / (1/float64(a) + 1/float64(b)) }

// halfWidth is half the width of the interval: the boundary of a normal mixture for a difference whose
// variance is v by now, from n people in each arm. What it is tuned by hangs on n alone, never on what
// was seen.
func halfWidth(v, n, alpha float64) float64 {
	l := -2 * math.Log(alpha)
	rho := (l + math.Log(l+1)) / tunedTo // the variance of the mixture, in units of the values' own
	return math.Sqrt(v * (1 + n*rho) / (n * rho) * (2*math.Log(1/alpha) + math.Log1p(n*rho)))
}
