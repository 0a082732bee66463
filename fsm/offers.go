package fsm

import (
	"cmp"
	"slices"
)

// refusesOffer gives the reason why a person may not get an offer now, or "".
func (d *deciding) refusesOffer(name string) string {
	o, ok := d.p.Offers[name]
	given := 0
	for _, g := range d.rec.Given {
		if g.Offer == name && d.now.Sub(g.At) < o.Per {
			given++
		}
	}
	switch {
	case name == "":
		return ""
	case !ok:
		return "offer " + name + " is gone"
	case o.Limit > 0 && given >= o.Limit:
		return "offer " + name + ": given already"
	case !d.p.holds(o.If, scene{rec: &d.rec, now: d.now}):
		return "offer " + name + ": condition"
	}
	return ""
}

// giveOffer remembers that a text made an offer.
func (d *deciding) giveOffer(name string, at Moment) {
	if name != "" {
		d.rec.Given = append(d.rec.Given, Given{Offer: name, At: at})
	}
}

// takeOfferBack forgets an offer whose text certainly did not go.
func (d *deciding) takeOfferBack(name string, at Moment) {
	d.rec.Given = slices.DeleteFunc(d.rec.Given, func(g Given) bool { return g.Offer == name && g.At == at })
}

// boundGiven forgets offers that no limit counts any more, then those that soonest will not.
func (d *deciding) boundGiven() {
	d.rec.Given = slices.DeleteFunc(d.rec.Given, func(g Given) bool { return d.offerCounts(g) <= d.now })
	for len(d.rec.Given) > MaxGiven {
		d.forgetGiven()
	}
}

func (d *deciding) forgetGiven() {
	first := slices.MinFunc(d.rec.Given, func(a, b Given) int { return cmp.Compare(d.offerCounts(a), d.offerCounts(b)) })
	i := slices.Index(d.rec.Given, first)
	d.rec.Given = slices.Delete(d.rec.Given, i, i+1)
}

// offerCounts is when an offer's limit no longer counts one that was made.
func (d *deciding) offerCounts(g Given) Moment {
	o := d.p.Offers[g.Offer]
	if o.Limit == 0 {
		return 0
	}
	return g.At.Add(o.Per)
}
