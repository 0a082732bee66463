package lift

// unevenBy is how rarely an honest draw may look uneven at one look.
const unevenBy = 0.001

// Uneven tells whether people came to arms otherwise than by their weights (a sample-ratio mismatch), and
// how likely an honest draw comes out like that or worse, by Pearson's chi-square. Arms without a weight
// are left out; with fewer than five people to be expected in an arm nobody can tell.
func Uneven(people, weights []int) (p float64, uneven bool) {
	n, total := 0, 0
	for i, w := range weights {
		if w > 0 {
			n += people[i]
			total += w
		}
	}
	chi, arms := 0.0, 0
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		expected := float64(n) * float64(w) / float64(total)
		if expected < 5 {
			return 1, false
		}
		chi += (float64(people[i]) - expected) * (float64(people[i]) - expected) / expected
		arms++
	}
	if arms < 2 {
		return 1, false
	}
	p = chiAbove(chi, arms-1)
	return p, p < unevenBy
}
