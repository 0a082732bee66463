package quiet

import (
	"slices"
	"strings"
)

// Unknown is the place whose rules hold where it is not known in which part of a country somebody is,
// and the parts have rules of their own, and where nothing is known at all.
const Unknown = "unknown"

// Law is all rules, by their places.
type Law struct {
	places  map[string][]*Rule
	divided map[string]bool // countries of whose parts there are rules
}

// NewLaw makes a Law.
func NewLaw(rules []Rule) Law {
	l := Law{map[string][]*Rule{}, map[string]bool{}}
	for i := range rules {
		place := rules[i].Place
		l.places[place] = append(l.places[place], &rules[i])
		if country, _, part := strings.Cut(place, "-"); part {
			l.divided[country] = true
		}
	}
	return l
}

// For lists the rules that may bind somebody who may be in any of some regions, such as "US-FL" or
// "FR": those of each region and of its country.
func (l Law) For(regions []string) (rules []*Rule) {
	var seen []string
	add := func(place string) {
		if !slices.Contains(seen, place) {
			seen = append(seen, place)
			rules = append(rules, l.places[place]...)
		}
	}
	if len(regions) == 0 {
		add(Unknown)
	}
	for _, region := range regions {
		country, _, part := strings.Cut(region, "-")
		if part {
			add(region)
		} else if l.divided[country] {
			add(Unknown)
		}
		add(country)
	}
	return rules
}
