package fsm

import (
	"cmp"
	"maps"
	"slices"
)

// bound sorts the queues, lets fall off what nobody asks for any more, and cuts every list and the
// whole record to its bound.
func (d *deciding) bound() {
	r := &d.rec
	d.sortCalendar()
	slices.SortStableFunc(r.Ready, before)
	r.Seen = newest(r.Seen, MaxSeen)
	r.SeenElse = newest(r.SeenElse, MaxSeen)
	r.Lifted = newest(r.Lifted, MaxBlocks)
	for len(r.Blocks) > MaxBlocks {
		d.forgetBlock()
	}
	r.Events = newest(r.Events, MaxEvents)
	for len(r.Events) > 0 && r.Events[0].At.Add(EventsFor) < d.now {
		r.Events = r.Events[1:]
	}
	if r.Closed != nil && r.Closed.LeftAt.Add(ClosedFor) < d.now {
		r.Closed = nil
	}
	r.Carried = newest(r.Carried, MaxCarried)
	d.boundTallies()
	d.boundBought()
	d.boundGiven()
	d.boundExposed()
	d.boundReleased()
	d.boundEntries()
	d.boundFuses()
	d.boundTouches()
	r.Ordered = newest(r.Ordered, maxOrders)
	d.fit()
}

// fit makes a record small enough to be stored: first it forgets, then the newest runs end, then
// what waits for its time or wants to go is dropped, the newest first; and at the very last, which
// only names as long as they may be can bring about, it sheds what rules still ask for.
func (d *deciding) fit() {
	if d.rec.size() <= MaxRecord {
		return
	}
	for d.rec.size() > MaxRecord && d.forget() {
	}
	for d.rec.size() > MaxRecord && len(d.rec.Runs) > 0 {
		last := d.rec.Runs[len(d.rec.Runs)-1]
		d.alarm("a person's record is full: a run of %s ended", last.Workflow)
		d.endRun(last.ID, "the record is full")
		d.rec.Closed = nil
	}
	for d.rec.size() > MaxRecord && d.dropNewest() {
	}
	for d.rec.size() > MaxRecord && d.shed() {
	}
}

// forget lets the oldest thing fall off that only serves memory, and tells whether there was one.
func (d *deciding) forget() bool {
	r := &d.rec
	switch {
	case len(r.Events) > 0:
		r.Events = r.Events[1:]
	case r.Closed != nil:
		r.Closed = nil
	case r.Latest != nil:
		r.Latest = nil
	case len(r.Seen) > minSeen:
		r.Seen = r.Seen[1:]
	case len(r.SeenElse) > minSeen:
		r.SeenElse = r.SeenElse[1:]
	case len(r.Bought) > 0:
		d.forgetBought()
	case d.forgetBoughtWith():
	case len(r.Ordered) > 0:
		r.Ordered = r.Ordered[1:]
	case len(r.Touches) > 0:
		r.Touches = r.Touches[1:]
	case len(r.Fuses) > 0:
		r.Fuses = nil
	default:
		return false
	}
	return true
}

// dropNewest drops the newest event that settles, or text that wants to go and is no run's.
func (d *deciding) dropNewest() bool {
	for i := len(d.rec.Calendar) - 1; i >= 0; i-- {
		if item := d.rec.Calendar[i]; item.Kind == ItemEnter || item.Kind == ItemText {
			d.rec.Calendar = slices.Delete(d.rec.Calendar, i, i+1)
			d.note("drop:"+cmp.Or(item.Workflow, string(item.Kind)), "the record is full")
			return true
		}
	}
	if n := len(d.rec.Ready); n > 0 {
		d.note("drop:"+noColon(d.rec.Ready[n-1].label()), "the record is full")
		d.rec.Ready = d.rec.Ready[:n-1]
		return true
	}
	return false
}

// shed forgets what rules still ask for, the least harmful first: what could be sent twice after a
// restore, attributes, entries that limits count, and releases, of those that caps count the oldest;
// last of all what a carrier blocks and what is in doubt.
func (d *deciding) shed() bool {
	r := &d.rec
	var what string
	switch {
	case len(r.Carried) > 0:
		what, r.Carried = "a text sent before the restore", r.Carried[1:]
	case len(r.Lifted) > 0:
		what, r.Lifted = "a START", r.Lifted[1:]
	case len(r.Tallies) > 0:
		what = "when an event came"
		d.forgetTally()
	case len(r.Attributes) > 0:
		name := slices.Max(slices.Collect(maps.Keys(r.Attributes)))
		what = "the attribute " + name
		delete(r.Attributes, name)
	case len(r.Exposed) > 0:
		what = "an experiment"
		d.forgetExposed()
	case len(r.Given) > 0:
		what = "an offer"
		d.forgetGiven()
	case len(r.Entries) > 0:
		what = "an entry"
		d.forgetEntry()
	case slices.ContainsFunc(r.Released, func(r Release) bool { return r.Name != "" }):
		what = "which texts went out"
		for i := range r.Released {
			r.Released[i].Name = "" // such a one counts for every workflow and topic
		}
	case len(r.Released) > 0:
		what = "a release"
		d.forgetRelease()
	case len(r.Blocks) > 0:
		what = "a block"
		d.forgetBlock()
	case len(r.Doubts) > 0:
		what, r.Doubts = "a doubt", r.Doubts[1:]
	default:
		return false
	}
	d.alarm("a person's record is full: %s is forgotten", what)
	return true
}

// boundReleased forgets releases, the oldest first, but none that a cap still counts: Compile sees
// to it that all caps together need no more than MaxReleased.
func (d *deciding) boundReleased() {
	for len(d.rec.Released) > MaxReleased {
		d.forgetRelease()
	}
}

func (d *deciding) forgetRelease() {
	i := max(slices.IndexFunc(d.rec.Released, func(r Release) bool { return !d.counts(r) }), 0)
	d.rec.Released = slices.Delete(d.rec.Released, i, i+1)
}

// counts tells whether a release is among those that a cap would count.
func (d *deciding) counts(r Release) bool {
	workflows := d.p.order
	if w := d.p.workflows[r.workflow()]; w != nil {
		workflows = []*workflow{w}
	}
	return slices.ContainsFunc(workflows, func(w *workflow) bool {
		return slices.ContainsFunc(d.limits(w), func(l limit) bool { return d.countedBy(l, r) })
	})
}

// countedBy tells whether a release is among the newest that fill a cap.
func (d *deciding) countedBy(l limit, r Release) bool {
	newer := 0
	for _, o := range d.rec.Released {
		if o.after(r) && l.counts(d.p, o) {
			newer++
		}
	}
	return l.counts(d.p, r) && d.now.Sub(r.At) < l.Per && newer < l.Max
}

// boundEntries forgets entries that no limit counts any more, then those that soonest will not.
func (d *deciding) boundEntries() {
	d.rec.Entries = slices.DeleteFunc(d.rec.Entries, func(e Entered) bool { return d.countedUntil(e) <= d.now })
	for len(d.rec.Entries) > MaxEntries {
		d.forgetEntry()
	}
}

func (d *deciding) forgetEntry() {
	first := slices.MinFunc(d.rec.Entries, func(a, b Entered) int { return cmp.Compare(d.countedUntil(a), d.countedUntil(b)) })
	i := slices.Index(d.rec.Entries, first)
	d.rec.Entries = slices.Delete(d.rec.Entries, i, i+1)
}

// countedUntil is when an entry limit no longer counts an entry.
func (d *deciding) countedUntil(e Entered) Moment {
	w := d.p.workflows[e.Workflow]
	if w == nil || w.Enter.Limit == 0 {
		return 0
	}
	return e.At.Add(w.Enter.Per)
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

// seen remembers a carrier's id of a text and tells whether it was known already.
func (d *deciding) seen(sid string) bool { return remember(&d.rec.Seen, sid, sid) }

// seenElse does the same for the id of an event or a consent fact, in places of their own: a store
// can tell of a text whether it is known, further back than the record does, but not of these.
func (d *deciding) seenElse(kind, id string) bool { return remember(&d.rec.SeenElse, kind+id, id) }

func remember(list *[]uint64, name, id string) bool {
	if id == "" {
		return false
	}
	h := hash(name)
	if slices.Contains(*list, h) {
		return true
	}
	*list = append(*list, h)
	return false
}

// Saw tells whether an inbound text's id is among the newest that the record remembers, and
// whether the record remembers every id it ever saw.
func (r *Record) Saw(id string) (saw, all bool) {
	return slices.Contains(r.Seen, hash(id)), len(r.Seen) < minSeen
}

// hash is FNV-1a: a stable short name for an id.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
