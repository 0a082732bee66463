package fsm

import "slices"

// tally remembers when events of the types happened that the program's conditions count: of each type
// the newest times.
func (d *deciding) tally(h Happened) {
	if !d.p.counted[h.Type] {
		return
	}
	i := slices.IndexFunc(d.rec.Tallies, func(t Tally) bool { return t.Type == h.Type })
	if i < 0 {
		d.rec.Tallies = append(d.rec.Tallies, Tally{Type: h.Type})
		i = len(d.rec.Tallies) - 1
	}
	t := &d.rec.Tallies[i]
	at, _ := slices.BinarySearch(t.At, h.At)
	t.At = newest(slices.Insert(slices.Clone(t.At), at, h.At), MaxTally)
}

// boundTallies forgets the times of events that no condition counts any more, if there are too many.
func (d *deciding) boundTallies() {
	for len(d.rec.Tallies) > MaxTallies {
		d.forgetTally()
	}
}

// forgetTally forgets one type of event: one that nobody counts, else the one that has not come for
// longest.
func (d *deciding) forgetTally() {
	i := slices.IndexFunc(d.rec.Tallies, func(t Tally) bool { return !d.p.counted[t.Type] })
	if i < 0 {
		oldest := slices.MinFunc(d.rec.Tallies, func(a, b Tally) int { return int(a.last() - b.last()) })
		i = slices.IndexFunc(d.rec.Tallies, func(t Tally) bool { return t.Type == oldest.Type })
	}
	d.rec.Tallies = slices.Delete(d.rec.Tallies, i, i+1)
}

func (t *Tally) last() Moment {
	if len(t.At) == 0 {
		return 0
	}
	return t.At[len(t.At)-1]
}
