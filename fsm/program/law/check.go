package law

import (
	"strings"

	"github.com/parley-sms/parley/fsm/quiet"
)

// dated refuses rules of one place whose times overlap, end before they begin, leave days out, or were
// all over when somebody last reviewed them, or the built-in ones.
func dated(rules []placed, known quiet.Date) {
	over := len(rules) > 0
	for i, r := range rules {
		if r.Until > 0 && r.Until <= r.From {
			r.at.Get("until").Fail("ends on %s, before it begins; its until is the first day on which it no longer binds", r.Until)
		}
		for _, other := range rules[:i] {
			if together(&r.Rule, &other.Rule) {
				r.v.Fail("binds on days on which another rule of %s binds the same texts; end the earlier one with until", r.Place)
				break
			}
		}
		if next := gap(&r.Rule, rules); next > 0 {
			r.at.Get("until").Fail("leaves no rule of %s from %s until %s, when the next one begins; let one follow the other, or write 00:00-24:00 for days on which nothing binds", r.Place, r.Until, next)
		}
		over = over && r.Until > 0 && r.Until <= max(r.Reviewed, known)
	}
	if over {
		last := rules[len(rules)-1]
		last.at.Get("until").Fail("the rules of %s are all over; add what binds there now, or leave the place out", last.Place)
	}
}

// together tells whether two rules bind the same texts on some day.
func together(a, b *quiet.Rule) bool {
	days := (a.Until == 0 || b.From < a.Until) && (b.Until == 0 || a.From < b.Until)
	return days && alike(a, b)
}

// alike tells whether two rules bind the same texts.
func alike(a, b *quiet.Rule) bool {
	return a.Binds(quiet.Marketing) && b.Binds(quiet.Marketing) || a.Binds(quiet.Service) && b.Binds(quiet.Service)
}

// gap is when the next rule for the same texts begins, where none follows one that ends at once; 0: there is
// no gap.
func gap(r *quiet.Rule, rules []placed) (next quiet.Date) {
	for _, o := range rules {
		switch {
		case r.Until == 0 || !alike(r, &o.Rule) || o.Until > 0 && o.Until <= r.Until:
		case o.From <= r.Until:
			return 0
		case next == 0 || o.From < next:
			next = o.From
		}
	}
	return next
}

// combined refuses rules of a part of a country that leave, with those of the country, no hour of the
// week.
func combined(own []placed, all []quiet.Rule) {
	for _, r := range own {
		country, _, part := strings.Cut(r.Place, "-")
		for _, c := range all {
			if part && c.Place == country && together(&r.Rule, &c) && r.Week.Meets(r.Week) && !r.Week.Meets(c.Week) {
				r.at.Get("hours").Fail("leave no hour of the week together with the rules of %s; nobody there would ever get a text", country)
			}
		}
	}
}
