package fsm

// NextDue is the time of the earliest item on the calendar, zero where there is none. A store
// keys its calendar by it.
func (r *Record) NextDue() Moment {
	if len(r.Calendar) == 0 {
		return 0
	}
	return r.Calendar[0].At
}

// Head is the text that should go next, and whether there is one: nothing is ready while another
// text of the same person is on the wire, or while nobody knows what became of MaxDoubts others. A
// store keys its ready queue by the head's sender, priority and age.
func (r *Record) Head() (Want, bool) {
	if r.Wire != nil || len(r.Doubts) >= MaxDoubts || len(r.Ready) == 0 {
		return Want{}, false
	}
	return r.Ready[0], true
}

// Flights lists the released texts without an outcome: those in doubt, then the one on the wire.
func (r *Record) Flights() []Flight {
	flights := r.Doubts[:len(r.Doubts):len(r.Doubts)]
	if r.Wire != nil {
		flights = append(flights, *r.Wire)
	}
	return flights
}

// NameOf is how a text that wants to go is called: its workflow and step, or a reply's name.
func (r *Record) NameOf(w Want) string {
	for i := range r.Runs {
		if r.Runs[i].ID == w.Run {
			return r.Runs[i].Workflow + "." + w.Step
		}
	}
	return noColon(w.label())
}
