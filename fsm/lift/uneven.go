package lift

// unevenBy is how rarely an honest draw may look uneven at one look.
const unevenBy = 0.001

// Uneven tells whether people came to arms otherwise than was to be expected by their weights (a sample-ratio
// mismatch), and how likely an honest draw comes out like that or worse, by Pearson's chi-square. Arms that
// nobody was to come to are left out; with fewer than five people to be expected in one nobody can tell.
func Uneven(people []int, expected []float64) (p float64, uneven bool) {
	chi, arms := 0.0, 0
	for i, e := range expected {
		switch {
		case e <= 0:
			continue
		case e < 5:
			return 1, false
		}
		off := float64(people[i]) - e
		chi += off * off / e
		arms++
	}
	if arms < 2 {
		return 1, false
	}
	p = chiAbove(chi, arms-1)
	return p, p < unevenBy
}
