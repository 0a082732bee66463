package fsm

// bare is an event without what was worked out beforehand.
func bare(ev Event) Event {
	if e, ok := ev.(Inbound); ok {
		e.Reading = nil
		return e
	}
	return ev
}

// kept gives the inputs as the journal keeps them: without secrets, and without what a decision that
// began with a record cannot have looked at.
func (d *deciding) kept(was Record) Inputs {
	in := d.in
	in.Secret, in.Bounds = nil, nil
	if in.Token == nil {
		in.HoldAll = "" // it is asked when something may be released
	}
	if d.p.Links.Domain != "" || !d.worded {
		in.LinkBase = ""
	}
	in.Codes = nil
	for _, name := range d.coded {
		if code, ok := d.in.Codes[name]; ok {
			in.Codes = map[string]string{name: code}
		}
	}
	if was.Version > 0 {
		in.Zones, in.Erased = nil, nil
	}
	if len(d.dec.Ledger) == 0 {
		in.Salt = nil
	}
	if !d.timed {
		in.Hours = nil
	}
	if len(was.Regions) > 0 {
		in.Regions = nil
	}
	return in
}
