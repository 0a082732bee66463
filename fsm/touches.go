package fsm

import "slices"

// touch remembers that a text may lead to an order. Of each text and kind the first and the latest time are
// remembered, so that who taps a link again and again keeps room for other texts.
func (d *deciding) touch(t Touch) {
	if t.Name == "" {
		return
	}
	t.Name = clip(t.Name)
	same := func(o Touch) bool { return o.Kind == t.Kind && o.Seq == t.Seq }
	list := d.rec.Touches
	if first := slices.IndexFunc(list, same); first >= 0 {
		if again := slices.IndexFunc(list[first+1:], same); again >= 0 {
			list = slices.Delete(list, first+1+again, first+2+again)
		}
	}
	at, _ := slices.BinarySearchFunc(list, t, earlier)
	d.rec.Touches = slices.Insert(list, at, t)
	d.touchedLate(t)
}

// untouch forgets the touches of a kind that a text was, since it did not go.
func (d *deciding) untouch(kind TouchKind, seq uint64) {
	d.rec.Touches = slices.DeleteFunc(d.rec.Touches, func(t Touch) bool { return t.Kind == kind && t.Seq == seq })
}

// boundTouches forgets what no order will be attributed to any more, then the oldest.
func (d *deciding) boundTouches() {
	d.rec.Touches = slices.DeleteFunc(d.rec.Touches, func(t Touch) bool { return t.At.Add(touchesFor) < d.now })
	d.rec.Touches = newest(d.rec.Touches, MaxTouches)
}

// touchesOf gives the touches that an order may be attributed to under any rules: of codes only those that it was
// made with.
func (d *deciding) touchesOf(at Moment) []Touch {
	var list []Touch
	for _, t := range d.rec.Touches {
		age := at.Sub(t.At)
		if age >= 0 && age <= MaxAttribution && (t.Kind != CodeTouch || slices.Contains(d.redeems, t.Seq)) {
			list = append(list, t)
		}
	}
	return list
}
