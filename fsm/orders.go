package fsm

import (
	"math"
	"slices"
	"strings"
)

// Refund is the event by which a shop takes an order back, or a part of it.
const Refund = "refund"

// maxOrders is how many of a person's newest orders are remembered, for touches that are learned late.
const maxOrders = 4

// Order is a purchase, with all that may have led to it and what it is attributed to. Money is in hundredths of the
// program's currency.
type Order struct {
	Phone    Phone   `cbor:"1,keyasint" json:"phone"`
	ID       string  `cbor:"2,keyasint" json:"id"`           // the shop's
	At       Moment  `cbor:"3,keyasint,omitempty" json:"at"` // zero: only a refund of it is known yet
	Value    int64   `cbor:"4,keyasint,omitempty" json:"value"`
	Returned int64   `cbor:"5,keyasint,omitempty" json:"returned"` // refunded, which may be told as more than the value
	Touches  []Touch `cbor:"6,keyasint,omitempty" json:"touches"`  // oldest first
	Chosen   int     `cbor:"7,keyasint,omitempty" json:"chosen"`   // the touch that it is attributed to, from 1; 0: none
	ChosenAt Moment  `cbor:"8,keyasint,omitempty" json:"chosen_at"`
}

// OrderPlace is where an order stands among those of all people: by when it was made.
type OrderPlace struct {
	At    Moment `json:"at"`
	Phone Phone  `json:"phone"`
	ID    string `json:"id"`
}

// Place is where an order stands.
func (o *Order) Place() OrderPlace { return OrderPlace{o.At, o.Phone, o.ID} }

// Touch is the touch that an order is attributed to.
func (o *Order) Touch() (t Touch, ok bool) {
	if o.Chosen < 1 || o.Chosen > len(o.Touches) {
		return t, false
	}
	return o.Touches[o.Chosen-1], true
}

// Refunded is what was given back of an order, at most all of it.
func (o *Order) Refunded() int64 { return min(o.Returned, o.Value) }

// Ordered remembers one of the newest orders.
type Ordered struct {
	ID string `cbor:"1,keyasint" json:"id"`
	At Moment `cbor:"2,keyasint" json:"at"`
}

// Reattribute says that the live program may attribute an order otherwise than it is.
type Reattribute struct {
	Order string `cbor:"1,keyasint,omitempty"`
}

func (Reattribute) event() {}

// OrdersFor names the person's orders that a decision about an event needs to look at: the engine brings their
// rows.
func (p *Program) OrdersFor(rec *Record, ev Event) []string {
	since := Moment(math.MaxInt64)
	switch e := ev.(type) {
	case Fact:
		if id := orderOf(p.happened(e)); id != "" {
			return []string{id}
		}
	case Reattribute:
		return []string{e.Order}
	case Clicked:
		since = e.At
	case Inbound:
		if e.SentAt > 0 {
			since = e.SentAt
		}
	}
	var ids []string
	for _, o := range rec.Ordered {
		if o.At >= since {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// orderOf names the order that a purchase or refund is about, or "".
func orderOf(h Happened) string {
	id, _ := h.Data[orderField].(string)
	switch id = clip(strings.TrimSpace(id)); h.Type {
	case Purchase:
		if id == "" {
			return h.ID
		}
		return id
	case Refund:
		return id
	}
	return ""
}

// order gives an order as it is by now, where it is known or known of.
func (d *deciding) order(id string) (Order, bool) {
	same := func(o Order) bool { return o.ID == id }
	if i := slices.IndexFunc(d.dec.Orders, same); i >= 0 {
		return d.dec.Orders[i], true
	}
	if i := slices.IndexFunc(d.in.Orders, same); i >= 0 {
		return d.in.Orders[i], true
	}
	return Order{Phone: d.rec.Phone, ID: id}, false
}

// keepOrder writes an order's row, and books what it counts for now in place of what it counted for before.
func (d *deciding) keepOrder(o Order) {
	d.touched = true
	was, _ := d.order(o.ID)
	for _, m := range was.sums() {
		m.N = -m.N
		d.measure(was.At, m)
	}
	for _, m := range o.sums() {
		d.measure(o.At, m)
	}
	if i := slices.IndexFunc(d.dec.Orders, func(has Order) bool { return has.ID == o.ID }); i >= 0 {
		d.dec.Orders[i] = o
		return
	}
	d.dec.Orders = append(d.dec.Orders, o)
}

// sums is what an order counts for, on the day on which it was made, beside the order itself.
func (o *Order) sums() []Measure {
	if o.At == 0 {
		return nil
	}
	list := []Measure{{Name: SumRefunds, N: o.Refunded()}}
	if t, ok := o.Touch(); ok {
		m := Measure{Detail: string(t.Kind)}
		m.Workflow, m.Step = placeOf(t.Name, t.Seq)
		for _, sum := range []Measure{{Name: SumAttributed, N: 1}, {Name: SumAttributedRevenue, N: o.Value}, {Name: SumAttributedRefunds, N: o.Refunded()}} {
			m.Name, m.N = sum.Name, sum.N
			list = append(list, m)
		}
	}
	return slices.DeleteFunc(list, func(m Measure) bool { return m.N == 0 })
}

// sumUp adds a purchase to what the person bought, and takes a refund off. An order that is told again counts once.
func (d *deciding) sumUp(h Happened) {
	was, _ := d.order(orderOf(h))
	sum := &d.rec.Orders
	switch {
	case h.Type == Purchase && was.At == 0:
		d.measureOrder(h)
		d.active(h.At)
		sum.Count++
		value, _ := h.Data[valueField].(float64)
		now := was
		now.Value = hundredths(value)
		sum.Total += value - float64(now.Refunded())/100
		d.outcomeSpent(h.At, now.Value-now.Refunded())
		if sum.First == 0 || h.At < sum.First {
			sum.First = h.At
		}
		sum.Last = max(sum.Last, h.At)
	case h.Type == Refund:
		now := was
		now.Returned += refundOf(h)
		sum.Total -= float64(now.Refunded()-was.Refunded()) / 100
		d.outcomeSpent(was.At, was.Refunded()-now.Refunded())
	}
}

// trade books a purchase or a refund as an order.
func (d *deciding) trade(h Happened) {
	id := orderOf(h)
	if id == "" {
		return
	}
	o, _ := d.order(id)
	switch {
	case h.Type == Refund:
		o.Returned = min(o.Returned+refundOf(h), most)
		d.note("refunded:order", id)
		d.keepOrder(o)
	case o.At > 0:
		d.note("known:order", id)
	default:
		value, _ := h.Data[valueField].(float64)
		o.At, o.Value, o.Touches = h.At, max(hundredths(value), 0), d.touchesOf(h.At)
		d.rec.Ordered = append(d.rec.Ordered, Ordered{id, h.At})
		d.attribute(o)
	}
}

// attribute chooses what an order is attributed to, by the live program.
func (d *deciding) attribute(o Order) {
	o.Chosen, o.ChosenAt = d.p.Attribution.Choose(o.At, o.Touches)+1, d.now
	d.keepOrder(o)
	switch t, ok := o.Touch(); {
	case ok:
		d.note("attributed:"+t.Name, "order "+o.ID+", by "+string(t.Kind))
	case len(o.Touches) > 0:
		d.note("attributed:nobody", "order "+o.ID)
	}
}

// touchedLate lets orders be attributed anew that were told before a touch that came before them.
func (d *deciding) touchedLate(t Touch) {
	for _, has := range d.in.Orders {
		o, _ := d.order(has.ID)
		if age := o.At.Sub(t.At); t.Kind == CodeTouch || age < 0 || age > MaxAttribution {
			continue
		}
		at, _ := slices.BinarySearchFunc(o.Touches, t, earlier)
		o.Touches = newest(slices.Insert(slices.Clone(o.Touches), at, t), MaxTouches)
		d.attribute(o)
	}
}

// reattribute attributes an order by the live program, where that does it otherwise.
func (d *deciding) reattribute(e Reattribute) {
	d.dec.Cause = "reattribute " + e.Order
	if o, ok := d.order(e.Order); ok && d.p.Attribution.Choose(o.At, o.Touches)+1 != o.Chosen {
		d.attribute(o)
	}
}

// most bounds what is given back of one order, in hundredths.
const most = 1e14

// refundOf is what a refund gives back: all, where it does not say.
func refundOf(h Happened) int64 {
	value, ok := h.Data[valueField].(float64)
	if !ok {
		return most
	}
	return max(hundredths(value), 0)
}
