package fsm

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// farAway is how many days a day is away that never was.
const farAway = 36500

func (s scope) orders(part string) (variable, []string, bool) {
	money := func(get func(*Orders) float64) variable {
		return variable{field: Field{Type: NumberType}, get: func(s *scene) any { return get(&s.rec.Orders) }}
	}
	return pick(map[string]variable{
		"count": number(func(s *scene) int { return s.rec.Orders.Count }),
		"total": money(func(o *Orders) float64 { return o.Total }),
		"average": money(func(o *Orders) float64 {
			if o.Count == 0 {
				return 0
			}
			return o.Total / float64(o.Count)
		}),
		"days_since": moving(number(func(s *scene) int {
			if s.rec.Orders.Last == 0 {
				return farAway
			}
			return int(s.now.Sub(s.rec.Orders.Last) / (24 * time.Hour))
		})),
	}, part)
}

func (s scope) language(part string) (variable, []string, bool) {
	p := s.c.p
	return word(Field{Max: 5}, func(s *scene) string { return p.languageOf(s.rec) }), nil, part == ""
}

// languageOf is the language in which a person is texted.
func (p *Program) languageOf(rec *Record) string {
	if rec.Language == "" {
		return p.Language
	}
	return rec.Language
}

func (s scope) local(part string) (variable, []string, bool) {
	clock := func(s2 *scene) time.Time { return s2.now.Time().In(s.c.p.zonesOf(s2.rec)[0]) }
	return pick(map[string]variable{
		"hour":    moving(number(func(s *scene) int { return clock(s).Hour() })),
		"weekday": moving(word(Field{OneOf: weekdays()}, func(s *scene) string { return weekdays()[clock(s).Weekday()] })),
	}, part)
}

func weekdays() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

// segment is whether the person is in one now.
func (s scope) segment(part string) (variable, []string, bool) {
	p := s.c.p
	if _, ok := p.Segments[part]; !ok {
		return variable{}, slices.Collect(maps.Keys(p.Segments)), false
	}
	return moving(truth(func(s *scene) bool { return p.InSegment(part, s.rec, s.now) })), nil, true
}

// counts is how often an event of a type happened within a span: "count purchase 30d".
func (s scope) counts(kind, span string) (variable, string) {
	if _, ok := s.c.p.Events[kind]; !ok {
		return variable{}, s.c.unknownEvent(kind)
	}
	within, why := parseSpan(span)
	if why != "" {
		return variable{}, why
	}
	return s.tallied(kind, within), ""
}

// tallied is how often something happened within a span that is remembered from now on.
func (s scope) tallied(kind string, within time.Duration) variable {
	s.c.p.counted[kind] = true
	return moving(number(func(s *scene) int {
		i := slices.IndexFunc(s.rec.Tallies, func(t Tally) bool { return t.Type == kind })
		if i < 0 {
			return 0
		}
		n := 0
		for _, at := range s.rec.Tallies[i].At {
			if s.now.Sub(at) < within {
				n++
			}
		}
		return n
	}))
}

// days is how many days of the person's calendar there are until a date or time, or since it.
func (s scope) days(name string, sign int) (variable, string) {
	v, why := s.find(name)
	if why != "" {
		return variable{}, why
	}
	if v.field.Type != DateType && v.field.Type != TimeType {
		return variable{}, quote(name) + " is no date: declare it as date or time"
	}
	p := s.c.p
	return moving(number(func(s *scene) int {
		zone := p.zonesOf(s.rec)[0]
		day, ok := civilDay(v.get(s), zone)
		if !ok {
			return -sign * farAway
		}
		return sign * int(day.Sub(civil(s.now.Time().In(zone)))/(24*time.Hour))
	})), ""
}

// civilDay is the day of a date, or of a time by the person's clock, at midnight UTC.
func civilDay(value any, zone *time.Location) (time.Time, bool) {
	text, _ := value.(string)
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, true
	}
	at, err := time.Parse(time.RFC3339, text)
	return civil(at.In(zone)), err == nil
}

// civil is the day of a local time, at midnight UTC, so that days can be counted.
func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// call looks a flat call up: "count purchase 30d", "days_until birthday".
func (s scope) call(name string) (v variable, why string, ok bool) {
	parts := strings.SplitN(name, " ", 3)
	if !slices.Contains(own(), parts[0]) {
		return variable{}, "", false
	}
	switch {
	case parts[0] == "count" && len(parts) == 3:
		v, why = s.counts(parts[1], parts[2])
	case parts[0] == "count":
		why = "count is written like count('purchase', '30d')"
	case parts[0] == "converted" && len(parts) == 3:
		v, why = s.converted(parts[1], parts[2])
	case parts[0] == "converted":
		why = "converted is written like converted('cart', '30d')"
	case parts[0] == "in_workflow" && len(parts) == 2 && parts[1] != "":
		v, why = s.within(parts[1])
	case parts[0] == "in_workflow":
		why = "in_workflow is written like in_workflow('cart')"
	case len(parts) != 2 || parts[1] == "":
		why = parts[0] + " is written like " + parts[0] + "(birthday)"
	case parts[0] == "days_until":
		v, why = s.days(parts[1], 1)
	default:
		v, why = s.days(parts[1], -1)
	}
	return v, why, true
}
