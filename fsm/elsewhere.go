package fsm

// optIn is consent taken elsewhere. Facts about consent are ordered by when they happened: an
// opt-in that is older than a STOP is written down and changes nothing.
func (d *deciding) optIn(e OptIn) {
	d.dec.Cause = "opt_in " + e.Source
	if d.seen(e.ID) {
		return
	}
	if e.At == 0 || e.At > d.now {
		e.At = d.now
	}
	if e.At < d.rec.StoppedAt || e.At < d.consent(e.Purpose).Withdrawn {
		d.note("opt_in", "older than the latest STOP")
		d.ledger("given", e.Purpose, e.Source+", superseded by a later STOP", e.At, e.Evidence)
		return
	}
	if e.Purpose == ForService {
		d.serviceGiven(e)
		return
	}
	if d.blocked() {
		d.overBlock(e.Source, Inbound{})
		return
	}
	d.marketingGiven(e)
}

func (d *deciding) consent(p Purpose) *Consent {
	if p == ForService {
		return &d.rec.Service
	}
	return &d.rec.Marketing
}

func (d *deciding) serviceGiven(e OptIn) {
	d.grant(ForService, e.Source, e.At, e.Evidence)
	d.touched = true
	if d.ground() == Stopped && !d.blocked() {
		d.fire(evRevoke, "service consent from "+e.Source) // marketing stays withdrawn
		d.rec.StartedAt = d.now
	}
}

// marketingGiven subscribes a person by consent from elsewhere. An import is history: it says
// nothing to the person and starts nothing.
func (d *deciding) marketingGiven(e OptIn) {
	already := d.ground() == Subscribed
	again := d.rec.Marketing.Proven
	d.fire(evStart, "consent from "+e.Source)
	d.grant(ForMarketing, e.Source, e.At, e.Evidence)
	d.rec.Pending, d.rec.Hold = nil, nil
	d.unschedule(func(i Item) bool { return i.Kind == ItemPending })
	d.rec.StartedAt = max(d.rec.StartedAt, e.At)
	if already || e.Import {
		return
	}
	d.count("subscribed")
	d.reply(TextWelcome, nil)
	d.raise(Happened{ID: e.ID, Type: "opted_in", At: d.now, Data: map[string]any{"again": again}})
}

// optOut is consent withdrawn elsewhere: of one purpose, or of everything.
func (d *deciding) optOut(e OptOut) {
	d.dec.Cause = "opt_out " + e.Source
	if d.seen(e.ID) {
		return
	}
	if e.At == 0 || e.At > d.now {
		e.At = d.now
	}
	if e.At < d.rec.StartedAt {
		d.note("opt_out", "older than the latest opt-in")
		d.ledger("withdrawn", e.Purpose, e.Source+", superseded by a later opt-in", e.At, e.Evidence)
		return
	}
	if e.Purpose == "" || d.withdrawnElse(e.Purpose) {
		d.stopped("withdrawn by "+e.Source, e.Evidence)
		return
	}
	d.withdraw(e)
}

// withdrawnElse tells whether the other purpose is withdrawn already.
func (d *deciding) withdrawnElse(p Purpose) bool {
	if p == ForService {
		return d.rec.Marketing.Withdrawn > 0 && !d.rec.Marketing.Given
	}
	return d.rec.Service.Withdrawn > 0
}

// withdraw ends one purpose: its runs, its texts that have not gone out, and for marketing the
// ground subscribed.
func (d *deciding) withdraw(e OptOut) {
	c := d.consent(e.Purpose)
	c.Given, c.Withdrawn = false, e.At
	d.ledger("withdrawn", e.Purpose, e.Source, e.At, e.Evidence)
	d.note("opt_out", string(e.Purpose)+" withdrawn by "+e.Source)
	if e.Purpose == ForMarketing && d.ground() != Stopped {
		d.rec.Pending = nil
		d.unschedule(func(i Item) bool { return i.Kind == ItemPending })
		d.fire(evRevoke, "marketing withdrawn by "+e.Source)
	}
	for _, run := range append([]Run(nil), d.rec.Runs...) {
		if w := d.p.workflows[run.Workflow]; w != nil && w.Class.Purpose() == e.Purpose {
			d.endRun(run.ID, "consent withdrawn")
		}
	}
}

// attributes sets what is known of the person.
func (d *deciding) attributes(e Attributes) {
	d.dec.Cause = "attributes " + e.Source
	d.touched = true
	for name, value := range e.Set {
		d.setAttribute(name, value)
	}
	if e.Zone != "" {
		d.rec.Zones, d.rec.ZoneSource = []string{e.Zone}, e.Source
	}
	if e.Language != "" {
		d.rec.Language = e.Language
	}
}

// setAttribute writes one attribute, within the limits; nil removes it.
func (d *deciding) setAttribute(name string, value any) {
	if value == nil {
		delete(d.rec.Attributes, name)
		return
	}
	if s, ok := value.(string); ok {
		value = cut(s, MaxAttribute)
	}
	if _, known := d.rec.Attributes[name]; !known && len(d.rec.Attributes) >= MaxAttributes {
		d.note("attribute:"+name, "refused: a person has at most 32 attributes")
		return
	}
	if d.rec.Attributes == nil {
		d.rec.Attributes = map[string]any{}
	}
	d.rec.Attributes[name] = value
}
