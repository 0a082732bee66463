package fsm

import "github.com/parley-sms/parley/keywords"

// start is a START: it lifts the carrier's block, brings proven consent back, and is a first
// opt-in where there was none. Where the carrier itself answered, Parley is silent.
func (d *deciding) start(why string, e Inbound, byCarrier bool) string {
	if byCarrier || d.p.SenderNamed(e.Sender).carrierActs(e.Body) == "start" {
		d.unblockTexted(e)
	}
	if d.late() {
		if d.when.Add(carrierTick) > d.refusedAt() { // nobody can tell which came last: the person may say it again
			d.reply(TextStopped)
		}
		return "start: late"
	}
	switch {
	case !d.rec.Marketing.Proven:
		d.join("start", e)
	case d.ground() == Subscribed:
		d.fire(evStart, why)
		d.affirm("start: "+why, e, byCarrier)
	case d.blocked():
		d.overBlock(LedgerEntry{Source: "start", Evidence: proofOf(e)})
		d.tellBlocked()
	default:
		d.fire(evStart, why)
		d.consentGiven("start: "+why, "start", TextRestarted, e, true, byCarrier)
	}
	return "start: " + why
}

// affirm writes down that who is subscribed asked for it again: a STOP of before, found only later, does
// not count, and the ledger must show why.
func (d *deciding) affirm(source string, e Inbound, silent bool) {
	proof := proofOf(e)
	if !silent {
		proof["shown"] = d.reply(TextAlready)
	}
	d.ledger(LedgerEntry{Fact: Affirmed, Purpose: ForMarketing, Source: source, Evidence: proof})
	d.rec.StartedAt = max(d.rec.StartedAt, d.when)
}

// yes is a YES by ground: it confirms an opt-in, and lifts a STOP where the carrier takes it so.
func (d *deciding) yes(e Inbound, t keywords.Text) bool {
	switch {
	case d.confirms(t) && !d.late():
		d.confirm(e)
		return true
	case d.ground() == Stopped && d.p.SenderNamed(e.Sender).carrierActs(e.Body) == "start":
		d.start("YES, as the carrier takes it", e, false)
		return true
	}
	return false
}

// confirms tells whether a YES is for the double opt-in. When that has lapsed, a YES that a person
// at the desk or an open question may have asked for is theirs.
func (d *deciding) confirms(t keywords.Text) bool {
	p := d.rec.Pending
	if p == nil || d.when.Sub(p.At) > PendingCounts {
		return false
	}
	if d.ground() == AwaitYes {
		return true
	}
	if q := d.rec.Question; q != nil {
		_, taken := d.p.lexicon.AnswerExact(t, q.words())
		return !taken
	}
	return d.rec.State.Foreground() != Agent
}

// join is an opt-in keyword: it asks for a confirmation, at most once a day.
func (d *deciding) join(keyword string, e Inbound) {
	again := d.rec.Marketing.Proven
	switch {
	case d.late():
	case d.ground() == Subscribed:
		d.reply(TextAlready)
	case d.blocked() && d.p.DoubleOptIn && !again: // no consent yet, only a request
		d.ledger(LedgerEntry{Fact: Requested, Effect: BehindBlock, Purpose: ForMarketing, Source: "keyword " + keyword, Evidence: proofOf(e)})
		d.note("refuse:request", "the carrier still blocks us")
		d.tellBlocked()
	case d.blocked():
		d.overBlock(LedgerEntry{Source: "keyword " + keyword, Evidence: proofOf(e)})
		d.tellBlocked()
	case !d.p.DoubleOptIn:
		d.fire(evStart, "keyword "+keyword)
		d.consentGiven("keyword "+keyword, keyword, TextWelcome, e, again, false)
	default:
		d.rec.StartedAt = max(d.rec.StartedAt, d.when)
		d.request(keyword, LedgerEntry{Source: "keyword " + keyword, Evidence: proofOf(e)})
	}
}

// request puts the double opt-in question. Where it may not be put again so soon, a person who was
// not waiting for it any more is told that it was.
func (d *deciding) request(keyword string, by LedgerEntry) {
	if !d.fire(evRequest, by.Source) {
		return
	}
	by.Fact, by.Purpose = Requested, ForMarketing
	asked := d.rec.AskedAt // whatever became of that request
	d.rec.Pending = &Pending{At: d.now, AskedAt: asked, Keyword: clip(keyword), Again: d.rec.Marketing.Proven}
	d.unschedule(isPending)
	d.schedule(Item{At: d.now.Add(PendingFor), Kind: ItemPending})
	if d.askedToday(asked) {
		d.ledger(by)
		d.note("refuse:request", "asked less than a day ago")
		d.reply(TextAsked)
		return
	}
	words := "shown"
	if by.Evidence[words] != "" { // by a form, before anybody was texted
		words = "asked"
	}
	d.rec.Pending.AskedAt, d.rec.AskedAt = d.now, d.now
	by.Evidence[words] = d.reply(TextConfirm)
	d.ledger(by)
}

// askedToday tells whether a request of some moment keeps another from being put.
func (d *deciding) askedToday(asked Moment) bool {
	return asked != 0 && d.now.Sub(asked) < PendingEvery
}

func isPending(i Item) bool { return i.Kind == ItemPending }

// confirm is the YES that makes a request a consent.
func (d *deciding) confirm(e Inbound) {
	p := *d.rec.Pending
	if d.ground() == AwaitYes {
		d.fire(evConfirm, "YES")
	} else {
		d.fire(evStart, "YES to the request of "+p.At.String())
	}
	d.consentGiven("double opt-in, keyword "+p.Keyword, p.Keyword, TextWelcome, e, p.Again, false)
}

// lapse ends a request that nobody confirmed; a late YES still counts.
func (d *deciding) lapse() {
	if d.rec.Pending == nil || !d.fire(evLapse, "not confirmed in time") {
		return
	}
	p := *d.rec.Pending
	p.Expired = true
	d.rec.Pending = &p
}

// consentGiven records marketing consent, says so to the person, and lets workflows begin.
func (d *deciding) consentGiven(source, keyword, text string, e Inbound, again, silent bool) {
	proof := proofOf(e)
	if !silent {
		proof["shown"] = d.reply(text)
	}
	d.grant(LedgerEntry{Purpose: ForMarketing, Source: source, Evidence: proof})
	if s := &d.rec.Service; s.Withdrawn > 0 && d.when >= s.Withdrawn {
		d.ledger(LedgerEntry{Fact: Restored, Purpose: ForService, Source: source, Evidence: proofOf(e)})
		s.Withdrawn = 0
	}
	d.rec.Pending = nil
	d.outlive()
	d.unschedule(isPending)
	d.rec.StartedAt = max(d.rec.StartedAt, d.when)
	d.count("subscribed")
	d.raise(Happened{ID: e.ID, Type: OptedIn, At: d.when, Data: optedIn(again, "text", keyword)})
}

// optedIn is what the event of an opt-in carries: where it came from, "text" or as the API says, and the
// keyword that was texted.
func optedIn(again bool, source, keyword string) map[string]any {
	data := map[string]any{"again": again, "source": cut(source, MaxAttribute)}
	if keyword != "" {
		data["keyword"] = cut(keyword, MaxAttribute)
	}
	return data
}

// grant writes a consent into the ledger, and into the record unless that knows of a newer one.
func (d *deciding) grant(e LedgerEntry) {
	e.Fact = WasGiven
	number := d.ledger(e)
	c := d.consent(e.Purpose)
	if c.Given && c.At > d.when {
		return
	}
	*c = Consent{Given: true, Proven: true, At: d.when, Source: clip(e.Source), Entry: number}
}

func (d *deciding) consent(p Purpose) *Consent {
	if p == ForService {
		return &d.rec.Service
	}
	return &d.rec.Marketing
}

// proofOf is the evidence that a text is.
func proofOf(e Inbound) map[string]string { return map[string]string{"text": e.Body, "sid": e.ID} }
