package fsm

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// optIn is consent taken elsewhere. Facts about consent are ordered by when they happened: an
// opt-in that is older than a STOP is written down and changes nothing.
func (d *deciding) optIn(e OptIn) {
	d.dec.Cause = "opt_in " + e.Source
	if d.seenElse("opt_in:", e.ID) {
		return
	}
	d.when = past(e.At, d.now)
	d.bind(e.Customer, d.when)
	if d.when < d.rec.StoppedAt || d.when < d.consent(e.Purpose).Withdrawn {
		d.note("refuse:start", "older than the latest STOP")
		entry := e.entry()
		entry.Fact, entry.Effect = WasGiven, TooLate
		d.ledger(entry)
		return
	}
	switch {
	case e.Ask:
		d.requested(e)
	case e.Purpose == ForService:
		d.serviceGiven(e)
	case d.blocked() && d.ground() != Subscribed:
		d.overBlock(e.entry())
		if !e.Import {
			d.tellBlocked()
		}
	default:
		d.marketingGiven(e)
	}
}

// requested is a request made elsewhere, where anybody may have typed the number: the person is asked, at
// most once a day, and only a YES makes it a consent. Who has stopped is not asked, and can text us.
func (d *deciding) requested(e OptIn) {
	by := e.entry()
	by.Fact, by.Evidence = Requested, maps.Clone(e.Evidence)
	if by.Evidence == nil {
		by.Evidence = map[string]string{}
	}
	var why string
	switch {
	case e.Import || !d.recent(Happened{At: d.when}):
		why = "history: asks nobody"
	case d.ground() == Subscribed:
		why = "subscribed already"
	case d.ground() == Stopped:
		by.Effect, why = NotAsked, "stopped: only a text from the person brings texts back"
	case d.blocked():
		by.Effect, why = BehindBlock, "the carrier still blocks us"
	case d.askedToday(d.rec.AskedAt):
		by.Effect, why = NotAsked, "asked less than a day ago"
	default:
		d.request(cmp.Or(e.Evidence["keyword"], e.Source), by)
		return
	}
	d.note("refuse:request", why)
	if by.Effect != "" {
		d.ledger(by)
	}
}

// entry is the ledger's entry of such a consent.
func (e OptIn) entry() LedgerEntry {
	return LedgerEntry{Purpose: cmp.Or(e.Purpose, ForMarketing), Source: e.Source, Evidence: e.Evidence, By: e.By}
}

// entry is the ledger's entry of such a withdrawal.
func (e OptOut) entry() LedgerEntry {
	return LedgerEntry{Fact: Withdrawn, Purpose: e.Purpose, Source: e.Source, Evidence: e.Evidence, By: e.By}
}

// past is when something happened: now where that is not known or lies ahead.
func past(at, now Moment) Moment {
	if at == 0 || at > now {
		return now
	}
	return at
}

func (d *deciding) serviceGiven(e OptIn) {
	d.grant(e.entry())
	if d.ground() == Stopped && !d.blocked() {
		d.fire(evRevoke, "service consent from "+e.Source) // marketing stays withdrawn
		d.rec.StartedAt = max(d.rec.StartedAt, d.when)
	}
}

// marketingGiven subscribes a person by consent from elsewhere. An import is history: it says
// nothing to the person and starts nothing.
func (d *deciding) marketingGiven(e OptIn) {
	already := d.ground() == Subscribed
	again := d.rec.Marketing.Proven
	d.fire(evStart, "consent from "+e.Source)
	d.grant(e.entry())
	d.rec.Pending = nil
	d.outlive()
	d.unschedule(isPending)
	d.rec.StartedAt = max(d.rec.StartedAt, d.when)
	if already || e.Import {
		return
	}
	d.count("subscribed")
	d.reply(TextWelcome)
	d.raise(Happened{ID: e.ID, Type: OptedIn, At: d.when, Data: optedIn(again, e.Source, "")})
}

// optOut is consent withdrawn elsewhere: of one purpose, or of everything.
func (d *deciding) optOut(e OptOut) {
	d.dec.Cause = "opt_out " + e.Source
	if d.decided(e.Of) || d.seenElse("opt_out:", e.ID) {
		return
	}
	d.when = past(e.At, d.now)
	d.bind(e.Customer, d.when)
	if d.renewed(e.Purpose) {
		d.note("refuse:stop", "older than the latest opt-in")
		entry := e.entry()
		entry.Effect = TooLate
		d.ledger(entry)
		return
	}
	if e.Purpose == "" || d.withdrawnElse(e.Purpose) {
		entry := e.entry()
		entry.Purpose = ""
		d.stopped("withdrawn by "+e.Source, entry)
		return
	}
	d.withdraw(e)
}

// renewed tells whether consent was given since: for service texts only if it was theirs.
func (d *deciding) renewed(p Purpose) bool {
	if p == ForService {
		return d.when < d.rec.Service.At
	}
	return d.when < d.rec.StartedAt
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
	c.Given, c.Withdrawn = false, max(c.Withdrawn, d.when)
	d.ledger(e.entry())
	d.note("opt_out", string(e.Purpose)+" withdrawn by "+e.Source)
	for _, run := range append([]Run(nil), d.rec.Runs...) {
		if w := d.p.workflows[run.Workflow]; w != nil && w.Class.Purpose() == e.Purpose {
			d.endRun(run.ID, "consent withdrawn")
		}
	}
	if e.Purpose == ForMarketing && d.ground() != Stopped {
		d.rec.Pending = nil
		d.unschedule(isPending)
		d.fire(evRevoke, "marketing withdrawn by "+e.Source)
	}
}

// attributes sets what is known of the person.
func (d *deciding) attributes(e Attributes) {
	d.dec.Cause = "attributes " + e.Source
	d.touched = true
	for _, name := range slices.Sorted(maps.Keys(e.Set)) {
		d.setAttribute(name, e.Set[name])
		if e.By != "" {
			d.note("attribute:"+clip(name), fmt.Sprintf("now %v, by %s", cmp.Or(e.Set[name], any("unknown")), e.By))
		}
	}
	d.bind(e.Customer, d.now)
	if e.Zone != "" {
		d.livesBy(e.Zone, e.Source)
	}
	if e.Region != "" {
		d.livesIn(e.Region)
	}
	if e.Language != "" {
		d.rec.Language = clip(e.Language)
	}
}
