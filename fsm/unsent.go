package fsm

import (
	"cmp"
	"slices"
)

// Unsent is a text that has not gone yet, and what the guards say of it.
type Unsent struct {
	Name string // "cart.remind", or a reply's: "help"
	Want Want
	At   Moment // when the guards are asked; zero: as soon as its sender has a token
	Now  []Said // by the guards that would keep it back if they were asked now
	Then []Said // by those that would at that time, if nothing else happened
}

// Said is what one guard has against a text.
type Said struct {
	Verdict
	Why  string
	Drop bool // for good: no guard behind it is asked
	Held bool // until something ends, rather than until a time
}

// Unsent asks the guards about every text of a person that has not gone: those that want to go, those
// that wait, and the next texts of runs that wait. It changes nothing.
func (p *Program) Unsent(rec Record, in Inputs, now Moment) []Unsent {
	var list []Unsent
	present := p.asking(rec, in, now)
	for _, w := range present.rec.Ready {
		u := p.asking(rec, in, now).unsent(w)
		if in.HoldAll != "" && !w.answers() {
			u.Now = append(u.Now, Said{Verdict: Verdict{Guard: "server"}, Why: in.HoldAll, Held: true})
		}
		list = append(list, u)
	}
	for _, item := range present.rec.Calendar {
		if then, w, ok := p.coming(rec, in, max(now, item.At), item); ok {
			u := p.asking(then, in, now).unsent(w)
			u.At, u.Then = item.At, p.asking(then, in, max(now, item.At)).unsent(w).Now
			list = append(list, u)
		}
	}
	return list
}

// asking is a decision that nobody will store, at some time.
func (p *Program) asking(rec Record, in Inputs, now Moment) *deciding {
	d := &deciding{p: p, in: in, now: now, when: now, rec: rec.clone()}
	d.mend()
	d.refresh()
	return d
}

// unsent asks about a text as if it were its turn.
func (d *deciding) unsent(w Want) Unsent {
	others := slices.DeleteFunc(d.rec.Ready, func(o Want) bool { return o == w })
	d.rec.Ready = []Want{w}
	d.refresh()
	w, d.rec.Ready = d.rec.Ready[0], others
	return Unsent{Name: d.named(w), Want: w, Now: d.objections(&w)}
}

// coming is the text that an item of the calendar leads to, if it leads to one at once, and the record
// in which it wants to go.
func (p *Program) coming(rec Record, in Inputs, at Moment, item Item) (Record, Want, bool) {
	switch item.Kind {
	case ItemText:
		return rec, *item.Want, true
	case ItemStep:
	default:
		return rec, Want{}, false
	}
	d := p.asking(rec, in, at)
	d.rec.Calendar = slices.DeleteFunc(d.rec.Calendar, func(i Item) bool { return i.Kind == ItemStep && i.Run == item.Run })
	was := len(d.rec.Ready)
	d.raiseItem(item)
	if len(d.rec.Ready) <= was {
		return rec, Want{}, false
	}
	return d.rec, d.rec.Ready[len(d.rec.Ready)-1], true
}

// objections lists the guards that keep a text back, in their order, up to one that drops it.
func (d *deciding) objections(w *Want) []Said {
	var list []Said
	a := d.asked(w)
	for _, g := range guards() {
		if !g.binds(w) {
			continue
		}
		v := g.ask(d, a).by(g.name)
		if v.goes() {
			continue
		}
		list = append(list, Said{Verdict: v.Verdict, Why: cmp.Or(v.drop, v.why), Drop: v.drop != "", Held: v.held})
		if v.drop != "" {
			break
		}
	}
	return list
}

// Guards names the guards that are asked of a text, in their order.
func Guards(m *Message) []string {
	var names []string
	for _, g := range guards() {
		if g.binds(&Want{Run: m.Run, Direct: m.Direct}) {
			names = append(names, g.name)
		}
	}
	return names
}
