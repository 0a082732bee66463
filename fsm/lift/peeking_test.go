package lift_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/parley-sms/parley/fsm/lift"
)

// trial is an experiment of two arms that somebody looks at every day, and stops when his rule says so.
type trial struct {
	rates  [2]float64
	perDay [2]int
	days   int
	runs   int
}

// rule says by the counts so far whether one arm has won.
type rule func(a, b lift.Count) bool

// stops plays the trial with fixed seeds, and gives the days on which the rule ended it: one for each run
// that it ended.
func (tr trial) stops(of rule) []int {
	var days []int
	for run := range tr.runs {
		chance := rand.New(rand.NewPCG(uint64(run), 1))
		var arms [2]lift.Count
		for day := 1; day <= tr.days; day++ {
			for i := range arms {
				arms[i].Of += tr.perDay[i]
				arms[i].Hits += binomial(chance, tr.perDay[i], tr.rates[i])
			}
			if of(arms[0], arms[1]) {
				days = append(days, day)
				break
			}
		}
	}
	slices.Sort(days)
	return days
}

func (tr trial) share(of rule) float64 { return float64(len(tr.stops(of))) / float64(tr.runs) }

func binomial(chance *rand.Rand, n int, p float64) (hits int) {
	for range n {
		if chance.Float64() < p {
			hits++
		}
	}
	return hits
}

func decided(a, b lift.Count) bool { return lift.Decided(a.Sums(), b.Sums(), a.Hits+b.Hits, 1) }

// zTest is the usual test of two rates at a level of 5 %.
func zTest(a, b lift.Count) bool {
	p := float64(a.Hits+b.Hits) / float64(a.Of+b.Of)
	return math.Abs(b.Rate()-a.Rate()) > 1.959964*math.Sqrt(p*(1-p)*(1/float64(a.Of)+1/float64(b.Of)))
}

// klaviyo is a rule that a vendor publishes: 500 people in each arm, and a win probability of 90 %. That is
// taken from the normal curve, which the first lines of the test compare with Best.
func klaviyo(a, b lift.Count) bool {
	return a.Of >= 500 && b.Of >= 500 && math.Abs(winZ(a, b)) >= 1.281552
}

func winZ(a, b lift.Count) float64 {
	moments := func(c lift.Count) (mean, variance float64) {
		h, n := float64(c.Hits)+1, float64(c.Of)+2
		return h / n, h * (n - h) / (n * n * (n + 1))
	}
	ma, va := moments(a)
	mb, vb := moments(b)
	return (mb - ma) / math.Sqrt(va+vb)
}

// Ensure looking every day does not make winners of equal arms more than once in twenty experiments,
// where the rules that are usual elsewhere do.
func TestPeeking(t *testing.T) {
	a, b := lift.Count{Hits: 20, Of: 1000}, lift.Count{Hits: 30, Of: 1000}
	near(t, "the vendor's win probability", (1+math.Erf(winZ(a, b)/math.Sqrt2))/2, lift.Best([]lift.Count{a, b})[1], 0.01)

	equal := trial{rates: [2]float64{0.02, 0.02}, perDay: [2]int{200, 200}, days: 30, runs: 2000}
	ours, plain, vendor := equal.share(decided), equal.share(zTest), equal.share(klaviyo)
	t.Logf("equal arms called different, looked at daily for 30 days: ours %.1f %%, a plain z-test %.1f %%, win probability of 90 %% from 500 people on %.1f %%", ours*100, plain*100, vendor*100)
	if ours > 0.05 {
		t.Errorf("ours is wrong in %.3f", ours)
	}
	near(t, "a plain z-test", plain, 0.28, 0.04)
	near(t, "the vendor's rule", vendor, 0.67, 0.05)
}

// Ensure the rule also holds for rare and common conversions, small and uneven arms, and long experiments.
func TestPeekingElsewhere(t *testing.T) {
	for name, tr := range map[string]trial{
		"rare":      {rates: [2]float64{0.003, 0.003}, perDay: [2]int{150, 150}, days: 90, runs: 500},
		"common":    {rates: [2]float64{0.4, 0.4}, perDay: [2]int{20, 20}, days: 90, runs: 1000},
		"a holdout": {rates: [2]float64{0.03, 0.03}, perDay: [2]int{190, 10}, days: 120, runs: 500},
		"tiny":      {rates: [2]float64{0.05, 0.05}, perDay: [2]int{3, 3}, days: 365, runs: 1000},
	} {
		share := tr.share(decided)
		t.Logf("%s: %.1f %%", name, share*100)
		if share > 0.05 {
			t.Errorf("%s: wrong in %.3f", name, share)
		}
	}
}

// Ensure a true lift is found, and how soon: that is the price of looking every day.
func TestPower(t *testing.T) {
	for _, c := range []struct {
		lifted      float64
		least, days int // per cent found within 30 days, median day
	}{{0.025, 12, 30}, {0.03, 68, 19}, {0.035, 97, 13}} {
		found := trial{rates: [2]float64{0.02, c.lifted}, perDay: [2]int{200, 200}, days: 30, runs: 1000}.stops(decided)
		share, median := len(found)*100/1000, found[len(found)/2]
		t.Logf("2.0 %% against %.1f %%: decided within 30 days in %d %%, median day %d", c.lifted*100, share, median)
		if share < c.least || median > c.days {
			t.Errorf("2.0 %% against %.1f %%: %d %%, median day %d", c.lifted*100, share, median)
		}
	}
}

// Ensure the same rule holds for revenue, where few buy and some buy for much more than others.
func TestPeekingAtRevenue(t *testing.T) {
	for name, perDay := range map[string][2]int{"halves": {200, 200}, "a holdout": {20, 380}} {
		wrong := revenueWrong(perDay)
		t.Logf("%s: equal arms called different by revenue: %.1f %%", name, wrong*100)
		if wrong > 0.05 {
			t.Errorf("%s: wrong in %.3f", name, wrong)
		}
	}
}

func revenueWrong(perDay [2]int) float64 {
	const runs, days = 1000, 60
	wrong := 0
	for run := range runs {
		chance := rand.New(rand.NewPCG(uint64(run), 2))
		var arms [2]lift.Sums
		hits := 0
		for range days {
			for i := range arms {
				arms[i].N += perDay[i]
				for range binomial(chance, perDay[i], 0.02) {
					value := 50 * math.Exp(0.8*chance.NormFloat64())
					arms[i].Sum += value
					arms[i].Squares += value * value
					hits++
				}
			}
			if lift.Decided(arms[0], arms[1], hits, 1) {
				wrong++
				break
			}
		}
	}
	return float64(wrong) / runs
}

// Ensure an arm that is not above the ceiling is rarely stopped, however often somebody looks, and one that
// drives people away soon.
func TestExceeds(t *testing.T) {
	const ceiling = 0.03
	over := func(_, b lift.Count) bool { return b.Exceeds(ceiling) }
	at := func(rate float64) trial {
		return trial{rates: [2]float64{0, rate}, perDay: [2]int{0, 40}, days: 120, runs: 1000}
	}
	if wrong := at(ceiling).share(over); wrong > 0.05 {
		t.Errorf("an arm at the ceiling is stopped in %.3f", wrong)
	}
	harmful := at(0.08).stops(over)
	median := harmful[len(harmful)/2]
	t.Logf("8 %% with a ceiling of 3 %%: stopped in %d of 1000, median day %d", len(harmful), median)
	if len(harmful) < 990 || median > 12 {
		t.Errorf("an arm of 8 %% is stopped in %d of 1000, median day %d", len(harmful), median)
	}
	for _, c := range []lift.Count{{}, {Hits: 1, Of: 1}, {Hits: 3, Of: 100}} {
		if c.Exceeds(ceiling) {
			t.Errorf("%v is above 3 %% for certain", c)
		}
	}
}
