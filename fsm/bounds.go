package fsm

import (
	"cmp"
	"slices"
)

// bound sorts the queues and cuts every list to its bound, oldest first.
func (d *deciding) bound() {
	r := &d.rec
	slices.SortStableFunc(r.Calendar, func(a, b Item) int { return cmp.Compare(a.At, b.At) })
	slices.SortStableFunc(r.Ready, before)
	r.Released = newest(r.Released, MaxReleased)
	r.Seen = newest(r.Seen, MaxSeen)
	r.Entries = newest(r.Entries, MaxEntries)
	r.Blocks = newest(r.Blocks, MaxBlocks)
	r.Events = newest(r.Events, MaxEvents)
	for len(r.Events) > 0 && r.Events[0].At.Add(EventsFor) < d.now {
		r.Events = r.Events[1:]
	}
	if r.Closed != nil && r.Closed.LeftAt.Add(ClosedFor) < d.now {
		r.Closed = nil
	}
	for len(r.Events) > 0 && r.weight() > MaxRecord*3/4 {
		r.Events = r.Events[1:]
	}
}

func newest[T any](list []T, n int) []T {
	if len(list) > n {
		return slices.Clone(list[len(list)-n:])
	}
	return list
}

// before orders texts that want to go: by priority, then rank, then age.
func before(a, b Want) int {
	return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(b.Rank, a.Rank), cmp.Compare(a.Since, b.Since))
}

// weight estimates the bytes of the parts of a record that can grow.
func (r *Record) weight() int {
	n := 400 + 8*len(r.Seen) + 30*len(r.Released) + 30*len(r.Entries) + weigh(r.Attributes)
	for i := range r.Runs {
		n += 120 + weigh(r.Runs[i].Data)
	}
	for i := range r.Events {
		n += 60 + weigh(r.Events[i].Data)
	}
	for i := range r.Calendar {
		n += 60
		if w := r.Calendar[i].Want; w != nil {
			n += 80 + len(w.Body)
		}
		if f := r.Calendar[i].Fact; f != nil {
			n += 60 + weigh(f.Data)
		}
	}
	for i := range r.Ready {
		n += 80 + len(r.Ready[i].Body)
	}
	return n
}

func weigh(data map[string]any) int {
	n := 0
	for name, value := range data {
		n += len(name) + 10
		if s, ok := value.(string); ok {
			n += len(s)
		}
	}
	return n
}

// seen remembers an id and tells whether it was known already.
func (d *deciding) seen(id string) bool {
	if id == "" {
		return false
	}
	h := hash(id)
	if slices.Contains(d.rec.Seen, h) {
		return true
	}
	d.rec.Seen = append(d.rec.Seen, h)
	return false
}

// Saw tells whether an id is among the newest that the record remembers, and whether the record
// remembers every id it ever saw.
func (r *Record) Saw(id string) (saw, all bool) {
	return slices.Contains(r.Seen, hash(id)), len(r.Seen) < MaxSeen
}

// hash is FNV-1a: a stable short name for an id.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
