package fsm

// warnDays is how many business days before a revocation has to be obeyed an operator is told.
const warnDays = 3

func isHold(i Item) bool { return i.Kind == ItemHold }

// clockHold lets the clock of a marketing hold run as long as there is one.
func (d *deciding) clockHold() {
	h := d.rec.Hold
	if h == nil {
		d.unschedule(isHold)
		return
	}
	if h.Due != 0 {
		return
	}
	held := *h
	held.Due = d.p.lookBy(h.Since)
	d.rec.Hold = &held
	d.schedule(Item{At: d.warnAt(held), Kind: ItemHold})
}

// warnAt is when only few business days are left.
func (d *deciding) warnAt(h Hold) Moment {
	at := h.Due
	for day := h.Due.Time().In(d.p.zone); At(day) > h.Since && d.p.BusinessDaysLeft(At(day), h.Due) < warnDays; {
		day = atMinute(day, -1, 0)
		at = At(day)
	}
	return at
}

// holdDue tells that a text must be looked at soon; and when it was not in time, obeys it.
func (d *deciding) holdDue() {
	h := d.rec.Hold
	switch {
	case h == nil:
	case d.now < h.Due:
		d.alarm("a text that may be a revocation has not been looked at, and must be within %d business days: see /v1/revocations",
			d.p.BusinessDaysLeft(d.now, h.Due))
		d.schedule(Item{At: h.Due, Kind: ItemHold})
	default:
		d.alarm("a text that may be a revocation was not looked at in time, and is obeyed")
		d.stopped("nobody looked in time: "+h.Reason, LedgerEntry{Source: "nobody looked at the text in time: it is obeyed as a revocation",
			Evidence: map[string]string{"reason": h.Reason}})
	}
}
