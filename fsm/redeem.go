package fsm

import "math"

// The fields of a purchase: the code it was made with, what it came to, and the shop's own name of it.
const (
	codeField  = "code"
	valueField = "value"
	orderField = "order_id"
)

// redeem books a purchase that names the code of an offer: by whom it was given to, or, where a code is one
// person's own, by anybody, but once.
func (d *deciding) redeem(h Happened) {
	code, _ := h.Data[codeField].(string)
	if h.Type != Purchase || code == "" {
		return
	}
	if c := d.in.Coupon; c != nil {
		d.redeemOwn(h, *c)
		return
	}
	for _, name := range sortedKeys(d.p.Offers) {
		if o := d.p.Offers[name]; o.Codes == "" && SameCode(o.Code) == SameCode(code) {
			d.redeemShared(h, name, o.Cost)
		}
	}
}

// redeemOwn books a code that is one person's own. One that was used before it was given is given to nobody.
func (d *deciding) redeemOwn(h Happened, c Coupon) {
	switch {
	case c.Redeemed:
		d.note("redeem:"+c.Offer, "its code was used before")
	case !c.Given:
		d.note("redeem:"+c.Offer, "its code was used before it was given; nobody gets it now")
		d.dec.Claims = append(d.dec.Claims, Claim{Offer: c.Offer, Code: c.Code})
		d.counter("offers.elsewhere."+c.Offer, 1)
	default:
		for _, g := range d.rec.Given {
			if SameCode(g.Code) == SameCode(c.Code) {
				d.redeems = append(d.redeems, g.Seq, g.Text)
			}
		}
		d.redeemed(h, c.Offer, Redemption{Code: c.Code, Cost: c.Cost})
	}
}

// redeemShared books a code that everybody has: of this person's offers the latest that was not used yet.
func (d *deciding) redeemShared(h Happened, offer string, cost float64) {
	var latest *Given
	for i := range d.rec.Given {
		if g := &d.rec.Given[i]; g.Offer == offer && g.Code == "" && !g.Used && g.At > 0 && g.At <= h.At && g.Seq > 0 {
			latest = g
		}
	}
	if latest == nil {
		d.note("redeem:"+offer, "the person was not given it")
		d.counter("offers.elsewhere."+offer, 1)
		return
	}
	latest.Used = true
	d.redeems = append(d.redeems, latest.Seq, latest.Text)
	d.redeemed(h, offer, Redemption{Seq: latest.Seq, Cost: cost})
}

func (d *deciding) redeemed(h Happened, offer string, r Redemption) {
	r.At, r.Order = h.At, h.ID
	r.Value, _ = h.Data[valueField].(float64)
	d.note("redeem:"+offer, h.ID)
	d.dec.Redeems = append(d.dec.Redeems, r)
	d.measure(h.At, Measure{Name: SumRedeemed, Detail: offer, N: 1})
	d.measure(h.At, Measure{Name: SumRedeemedValue, Detail: offer, N: hundredths(r.Value)})
	d.measure(h.At, Measure{Name: SumRedeemedCost, Detail: offer, N: hundredths(r.Cost)})
	d.counter("offers.redeemed."+offer, 1)
	d.counter("offers.value."+offer, thousandths(r.Value))
	d.counter("offers.cost."+offer, thousandths(r.Cost))
}

// thousandths is how sums of money are counted.
func thousandths(amount float64) int64 {
	const most = 1e12
	return int64(math.Round(max(min(amount, most), -most) * 1000))
}
