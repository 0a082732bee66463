package quiet

import "time"

const day = 24 * time.Hour

// whole is the window of a day on which a rule does not bind.
var whole = Window{0, 24 * 60}

// around finds the window that a wall clock's time lies in or, if there is none, the next one of the
// same day. Wall clock's times are times in UTC that show what the clock shows.
func (r *Rule) around(wall time.Time) (w Window, from, to time.Time, ok bool) {
	midnight := wall.Truncate(day)
	windows := r.windows(wall)
	if !r.InForce(On(wall)) {
		windows = []Window{whole}
	}
	for _, w := range windows {
		from, to := midnight.Add(time.Duration(w.From)*time.Minute), midnight.Add(time.Duration(w.To)*time.Minute)
		if wall.Before(to) {
			return w, from, to, true
		}
	}
	return Window{}, time.Time{}, time.Time{}, false
}

// opens is the first moment at or after t, a time in the zone that counts, at which the rule lets a
// text go, and the window of that moment; the limit or later if there is none before it. While a
// zone's offset lasts its clock runs like any other, so one offset is looked at after the other.
func (r *Rule) opens(t, limit time.Time) (time.Time, Window) {
	for t.Before(limit) {
		wall, end := walled(t)
		w, from, _, ok := r.around(wall)
		next := wall.Truncate(day).Add(day)
		if ok {
			next = from
		}
		at := t.Add(max(next.Sub(wall), 0))
		if !end.IsZero() && !at.Before(end) {
			t = end.In(t.Location())
			continue
		}
		if ok {
			return at, w
		}
		t = at
	}
	return t, Window{}
}

// closes is the first moment after t, at which the rule lets a text go, at which it no longer does;
// the limit if it does until then.
func (r *Rule) closes(t, limit time.Time) time.Time {
	for t.Before(limit) {
		wall, end := walled(t)
		_, from, to, ok := r.around(wall)
		if !ok || from.After(wall) {
			return t
		}
		at := t.Add(to.Sub(wall))
		if !end.IsZero() && !at.Before(end) {
			at = end.In(t.Location())
		}
		t = at
	}
	return limit
}

// walled is what clocks show at a time, and when their offset ends; zero if it never does.
func walled(t time.Time) (wall, end time.Time) {
	_, offset := t.Zone()
	_, end = t.ZoneBounds()
	return t.UTC().Add(time.Duration(offset) * time.Second), end
}
