package lift_test

import (
	"math"
	"testing"

	"github.com/parley-sms/parley/fsm/lift"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within || math.IsNaN(got) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// Ensure Wilson's interval is as Newcombe printed it (Statistics in Medicine 17, 1998, p. 857, table I).
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		lift.Count
		low, high float64
	}{
		{lift.Count{Hits: 81, Of: 263}, 0.2553, 0.3662},
		{lift.Count{Hits: 15, Of: 148}, 0.0624, 0.1605},
		{lift.Count{Hits: 0, Of: 20}, 0, 0.1611},
		{lift.Count{Hits: 1, Of: 29}, 0.0061, 0.1718},
	} {
		got := c.Wilson()
		near(t, "low", got.Low, c.low, 0.00005)
		near(t, "high", got.High, c.high, 0.00005)
	}
	if got := (lift.Count{}).Wilson(); got != (lift.Interval{Low: 0, High: 1}) {
		t.Errorf("of nobody: %v", got)
	}
}

// Ensure the interval of a difference is as Newcombe printed it (Statistics in Medicine 17, 1998, p. 873,
// table II, method 10).
func TestNewcombe(t *testing.T) {
	for _, c := range []struct {
		b, a      lift.Count
		low, high float64
	}{
		{lift.Count{Hits: 56, Of: 70}, lift.Count{Hits: 48, Of: 80}, 0.0524, 0.3339},
		{lift.Count{Hits: 9, Of: 10}, lift.Count{Hits: 3, Of: 10}, 0.1705, 0.8090},
		{lift.Count{Hits: 6, Of: 7}, lift.Count{Hits: 2, Of: 7}, 0.0582, 0.8062},
		{lift.Count{Hits: 5, Of: 56}, lift.Count{Hits: 0, Of: 29}, -0.0381, 0.1926},
		{lift.Count{Hits: 0, Of: 10}, lift.Count{Hits: 0, Of: 20}, -0.1611, 0.2775},
		{lift.Count{Hits: 10, Of: 10}, lift.Count{Hits: 0, Of: 20}, 0.6791, 1},
	} {
		got := lift.Newcombe(c.a, c.b)
		near(t, "low", got.Low, c.low, 0.00005)
		near(t, "high", got.High, c.high, 0.00005)
	}
}

// closed is the win probability of b over a as a finite sum (Cook 2005, Miller 2015).
func closed(a, b lift.Count) float64 {
	beta := func(x, y float64) float64 {
		gx, _ := math.Lgamma(x)
		gy, _ := math.Lgamma(y)
		gxy, _ := math.Lgamma(x + y)
		return gx + gy - gxy
	}
	aa, ab := float64(a.Hits)+1, float64(a.Of-a.Hits)+1
	ba, bb := float64(b.Hits)+1, float64(b.Of-b.Hits)+1
	sum := 0.0
	for i := 0.0; i < ba; i++ {
		sum += math.Exp(beta(aa+i, bb+ab) - math.Log(bb+i) - beta(1+i, bb) - beta(aa, ab))
	}
	return sum
}

// Ensure win probabilities agree with their closed form, from nobody to millions.
func TestBest(t *testing.T) {
	for _, c := range [][2]lift.Count{
		{{}, {}},
		{{Hits: 0, Of: 3}, {Hits: 3, Of: 3}},
		{{Hits: 20, Of: 1000}, {Hits: 30, Of: 1000}},
		{{Hits: 0, Of: 5000}, {Hits: 1, Of: 40}},
		{{Hits: 2000, Of: 100_000}, {Hits: 220, Of: 10_000}},
		{{Hits: 60_000, Of: 3_000_000}, {Hits: 60_300, Of: 3_000_000}},
	} {
		got := lift.Best(c[:])
		near(t, "best", got[1], closed(c[0], c[1]), 1e-6)
		near(t, "sum", got[0]+got[1], 1, 1e-12)
	}
	for _, p := range lift.Best(make([]lift.Count, 4)) {
		near(t, "nothing known of four", p, 0.25, 1e-9)
	}
}

// Ensure the chi-square test has its printed critical values, and leaves out what it cannot judge.
func TestUneven(t *testing.T) {
	for _, c := range []struct {
		people   []int
		expected []float64
		p        float64
		uneven   bool
	}{
		{[]int{5098, 4902}, []float64{5000, 5000}, 0.0500, false},       // 3.8416, one degree
		{[]int{821, 815, 815}, []float64{817, 817, 817}, 0.9854, false}, // hardly anything
		{[]int{5200, 4800}, []float64{5000, 5000}, 0.0000633, true},     // 16.0, one degree
		{[]int{450, 450, 100}, []float64{450, 450, 100}, 1, false},      // as it should be
		{[]int{4, 3}, []float64{3.5, 3.5}, 1, false},                    // too few
		{[]int{100, 100, 7}, []float64{100, 100, 0}, 1, false},          // nobody is to come to the third
		{[]int{10, 0}, []float64{5, 5}, 0.0015654, false},               // 10.0, one degree
		{nil, nil, 1, false},
	} {
		p, uneven := lift.Uneven(c.people, c.expected)
		near(t, "p", p, c.p, 0.00005)
		if uneven != c.uneven {
			t.Errorf("%v of %v: uneven %v", c.people, c.expected, uneven)
		}
	}
}

// Ensure the always-valid interval is the mixture boundary of Robbins: |difference| reaches it where the
// mixture's likelihood ratio is 1/alpha. And that it says nothing of few people.
func TestAlways(t *testing.T) {
	a, b := lift.Count{Hits: 120, Of: 6000}.Sums(), lift.Count{Hits: 180, Of: 6000}.Sums()
	got := lift.Always(a, b, 0.05)
	v := lift.Count{Hits: 300, Of: 12000}.Sums().Variance() * 2 / 6000 // of both together, which is the greater
	half := (got.High - got.Low) / 2
	nrho := 6000 * (2*math.Log(20) + math.Log(2*math.Log(20)+1)) / 4000
	tau := v * nrho // variance of the mixture
	ratio := math.Sqrt(v/(v+tau)) * math.Exp(tau*half*half/(2*v*(v+tau)))
	near(t, "likelihood ratio", ratio, 20, 1e-6)
	near(t, "middle", (got.High+got.Low)/2, 0.01, 1e-12)
	few := lift.Always(lift.Count{Hits: 0, Of: 99}.Sums(), b, 0.05)
	if !math.IsInf(few.Low, -1) || !math.IsInf(few.High, 1) {
		t.Errorf("of 99 people: %v", few)
	}
}

// Ensure the days that are said to be missing are those after which the difference can be detected.
func TestDays(t *testing.T) {
	a, b := lift.Count{Hits: 40, Of: 2000}.Sums(), lift.Count{Hits: 50, Of: 2000}.Sums()
	days, ok := lift.Days(a, b, 0.005, 10, 1)
	if !ok || days < 50 || days > 500 {
		t.Fatalf("%d, %v", days, ok)
	}
	at := func(days int) float64 {
		n := 2000 * (10 + days) / 10
		return lift.Detectable(lift.Count{Hits: n / 50, Of: n}.Sums(), lift.Count{Hits: n / 40, Of: n}.Sums(), 1)
	}
	if at(days+2) > 0.005 || at(days-2) < 0.005 {
		t.Errorf("after %d days: %v, two before and after: %v and %v", days, at(days), at(days-2), at(days+2))
	}
	if days, ok := lift.Days(a, b, 0.005, 10, 1); !ok || days == 0 {
		t.Errorf("%d, %v", days, ok)
	}
	if _, ok := lift.Days(a, b, 1e-7, 10, 1); ok {
		t.Error("hardly a difference is decided within ten years")
	}
	if _, ok := lift.Days(a, a, 0, 10, 1); ok {
		t.Error("no difference is decided at some time")
	}
}
