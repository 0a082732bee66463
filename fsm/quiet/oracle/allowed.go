package oracle

import "time"

// horizon is how far ahead something must open; where nothing does, the candidates have no hour in
// common, ever.
const horizon = 35 * 24 * time.Hour

// Allowed tells whether a marketing text may go in the minute of at, and if not, which jurisdiction
// forbids it in which zone.
func Allowed(at time.Time, zones, regions []string) (ok bool, why string) {
	return For(zones, regions).Allowed(at)
}

// Allowed is the same for a person who is asked about often.
func (p Person) Allowed(at time.Time) (ok bool, why string) {
	no := p.everywhere(at)
	if no != nil && !p.opens(at) {
		no = p.safest(at)
	}
	if no != nil {
		return false, no.String()
	}
	return true, ""
}

// First is the first minute at or after a moment in which a marketing text may go: the moment
// itself if it lies in such a minute. It looks five weeks ahead and is false where there is none.
func (p Person) First(at time.Time) (time.Time, bool) {
	if t, ok := first(at, p.everywhere); ok {
		return t, true
	}
	return first(at, p.safest)
}

// opens tells whether all candidates have a minute in common soon.
func (p Person) opens(at time.Time) bool {
	_, ok := first(at, p.everywhere)
	return ok
}

// first walks the minutes.
func first(at time.Time, refuses func(time.Time) *refusal) (time.Time, bool) {
	for t := at; t.Before(at.Add(horizon)); t = t.Truncate(time.Minute).Add(time.Minute) {
		if refuses(t) == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// refusal is who forbids a minute, and what the clock shows there.
type refusal struct {
	region string
	local  time.Time
}

func (r refusal) String() string {
	return r.region + " does not allow " + r.local.Format("Monday 2006-01-02 15:04") + " in " + r.local.Location().String()
}

// everywhere asks each jurisdiction in each zone.
func (p Person) everywhere(at time.Time) *refusal {
	if p.lost {
		return p.safest(at)
	}
	for _, zone := range p.zones {
		local := at.In(zone)
		date := local.Format(time.DateOnly)
		for i, rules := range p.rules {
			if !inForce(rules, date).open(local, date) {
				return &refusal{p.regions[i], local}
			}
		}
	}
	return nil
}

// safest is for whom no minute suits all candidates: noon to eight in the evening in the east of
// the United States is nine to five in the west; elsewhere the first zone alone is asked.
func (p Person) safest(at time.Time) *refusal {
	if !p.lost && !p.american() {
		first := p
		first.zones = p.zones[:1]
		return first.everywhere(at)
	}
	if p.east == nil {
		return &refusal{"a machine without zones", at}
	}
	local := at.In(p.east)
	safe := rule{week: daily(12, 20)}
	if !safe.open(local, local.Format(time.DateOnly)) {
		return &refusal{"not knowing where in the United States", local}
	}
	return nil
}

// inForce is the rule that holds on a local date.
func inForce(rules []rule, date string) rule {
	now := rules[0]
	for _, r := range rules {
		if r.since <= date {
			now = r
		}
	}
	return now
}

// open tells whether a rule lets marketing go in a local minute.
func (r rule) open(local time.Time, date string) bool {
	if r.holidays != nil && r.holidays(date) {
		return false
	}
	minute, day := local.Hour()*60+local.Minute(), r.week[local.Weekday()]
	return day.from <= minute && minute < day.to
}
