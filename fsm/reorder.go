package fsm

import (
	"slices"
	"time"
)

// priorWeight is how many intervals of the person's own what a program says of a product is worth.
const priorWeight = 2

// buys remembers when the products of an event were bought that start a workflow by how long they last.
func (d *deciding) buys(h Happened) {
	var counted []string
	for _, w := range d.p.order {
		product := keyOf(w, h.Data)
		if w.Enter.Reorder && slices.Contains(w.Enter.On, h.Type) && product != "" && !slices.Contains(counted, product) {
			counted = append(counted, product)
			d.bought(product, h.At)
		}
	}
}

func (d *deciding) bought(product string, at Moment) {
	i := slices.IndexFunc(d.rec.Bought, func(b Habit) bool { return b.Product == product })
	if i < 0 {
		d.rec.Bought = append(d.rec.Bought, Habit{Product: product, First: at, Last: at})
		i = len(d.rec.Bought) - 1
	}
	b := &d.rec.Bought[i]
	b.Count++
	b.First, b.Last = min(b.First, at), max(b.Last, at)
}

// boundBought forgets the products that have not been bought for longest, if there are too many.
func (d *deciding) boundBought() {
	for len(d.rec.Bought) > MaxBought {
		d.forgetBought()
	}
}

func (d *deciding) forgetBought() {
	oldest := slices.MinFunc(d.rec.Bought, func(a, b Habit) int { return int(a.Last - b.Last) })
	i := slices.Index(d.rec.Bought, oldest)
	d.rec.Bought = slices.Delete(d.rec.Bought, i, i+1)
}

// lasts estimates how long a product lasts the person: from his own intervals, drawn towards what the
// program says of the product while they are few.
func (d *deciding) lasts(product string) time.Duration {
	days, ok := d.p.Products[product]
	if !ok {
		days, ok = d.p.Products["default"]
	}
	if !ok {
		days = defaultLasts
	}
	prior := time.Duration(days) * 24 * time.Hour
	i := slices.IndexFunc(d.rec.Bought, func(b Habit) bool { return b.Product == product })
	if i < 0 {
		return prior
	}
	b := d.rec.Bought[i]
	return (priorWeight*prior + b.Last.Sub(b.First)) / time.Duration(priorWeight+b.Count-1)
}

// entryAt is when an event starts a workflow: after the delay, and where the workflow goes by it, after
// the product will have lasted.
func (d *deciding) entryAt(w *workflow, h *Happened) Moment {
	at := h.At.Add(w.Enter.Delay)
	if w.Enter.Reorder {
		at = at.Add(d.lasts(keyOf(w, h.Data)))
	}
	return at
}

// scheduleEntry puts the entry that an event is on the calendar, not before some moment. Where a workflow
// goes by how long a product lasts, the latest purchase counts and no other, and one of no product not
// at all.
func (d *deciding) scheduleEntry(w *workflow, h *Happened, earliest Moment) {
	if w.Enter.Reorder && keyOf(w, h.Data) == "" {
		return
	}
	if w.Enter.Reorder {
		d.unschedule(func(i Item) bool {
			mine := i.Kind == ItemEnter && i.Workflow == w.Name && keyOf(w, i.Fact.Data) == keyOf(w, h.Data)
			if mine && i.Fact.At > h.At {
				h = i.Fact
			}
			return mine
		})
	}
	d.schedule(Item{At: max(earliest, d.entryAt(w, h)), Kind: ItemEnter, Workflow: w.Name, Fact: h})
}
