package fsm

import (
	"cmp"
	"slices"
)

// Imported is a person from a file: what is known, and consent that was given and withdrawn elsewhere.
// It is history: it starts nothing but the workflow that it names, and says nothing to the person.
type Imported struct {
	ID      string     `cbor:"1,keyasint,omitempty"` // of the file; a repeat does nothing
	Known   Attributes `cbor:"2,keyasint,omitempty"`
	OptIns  []OptIn    `cbor:"3,keyasint,omitempty"`
	OptOuts []OptOut   `cbor:"4,keyasint,omitempty"`
	Enter   string     `cbor:"5,keyasint,omitempty"` // workflow that the person enters, if he may
}

func (Imported) event() {}

// imported takes the facts about consent in the order in which they happened. Where a consent and its
// withdrawal have the same time, it is withdrawn.
func (d *deciding) imported(e Imported) {
	if !d.seenElse("import:", e.ID) {
		d.attributes(e.Known)
		for _, fact := range e.facts(d.now) {
			fact.take(d)
		}
		d.when = d.now
	}
	if e.Enter != "" {
		d.enrol(Enrol{Workflow: e.Enter, ID: "import " + e.ID})
	}
	d.dec.Cause = "import " + e.ID
}

// dated is a fact about consent with its time.
type dated struct {
	at   Moment
	take func(*deciding)
}

// facts lists the facts about consent, oldest first.
func (e Imported) facts(now Moment) []dated {
	var list []dated
	for _, in := range e.OptIns {
		in.Import = true
		list = append(list, dated{past(in.At, now), func(d *deciding) { d.optIn(in) }})
	}
	for _, out := range e.OptOuts {
		list = append(list, dated{past(out.At, now), func(d *deciding) { d.optOut(out) }})
	}
	slices.SortStableFunc(list, func(a, b dated) int { return cmp.Compare(a.at, b.at) })
	return list
}
