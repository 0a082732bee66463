package fsm

import (
	"slices"

	"github.com/parley-sms/parley/keywords"
)

// stop obeys a revocation, however it was worded: consent is withdrawn, every run ends, everything
// that has not gone out is void, and one confirmation is sent, by whoever confirms for the sender.
func (d *deciding) stop(why string, e Inbound, byCarrier bool) string {
	sender := d.p.SenderNamed(e.Sender)
	carrierActs := byCarrier || sender.carrierActs(e.Body) == "stop"
	if d.happenedAt(e) < d.rec.StartedAt {
		d.note(evStop, "older than the latest START: "+why)
		return "stop: late"
	}
	if carrierActs {
		d.block(e.Sender, "stop")
	}
	again := d.ground() == Stopped
	d.stopped(why, map[string]string{"text": e.Body, "sid": e.ID, "meaning": why})
	if !again && !carrierActs {
		d.reply(TextStopped, nil)
	}
	return "stop: " + why
}

// happenedAt is when a text was written: only what was found in the carrier's list can be older
// than now, since Parley was down when it came.
func (d *deciding) happenedAt(e Inbound) Moment {
	if e.Reconciled && e.SentAt > 0 && e.SentAt < d.now {
		return e.SentAt
	}
	return d.now
}

// stopped moves to the ground stopped and clears all that hung on consent.
func (d *deciding) stopped(why string, proof map[string]string) {
	if !d.fire(evStop, why) { // no table can lack it; even so a STOP is obeyed
		d.line(Line{Event: evStop, From: d.rec.State, To: Stopped, Why: why})
		d.rec.State = Stopped
	}
	for _, run := range d.rec.Runs {
		d.note("exit:"+run.Workflow, "stopped")
	}
	r := &d.rec
	r.Runs, r.Calendar, r.Ready, r.Stack, r.Question, r.Closed = nil, nil, nil, nil, nil, nil
	r.Pending, r.Hold = nil, nil
	r.StoppedAt = d.now
	r.Marketing.Given, r.Service.Given = false, false
	d.ledger("withdrawn", "", why, d.now, proof)
	d.count("stopped")
}

// start is a START: it lifts the carrier's block, brings proven consent back, and is a first
// opt-in where there was none.
func (d *deciding) start(why string, e Inbound, byCarrier bool) string {
	if d.late(e) {
		return "start: late"
	}
	if byCarrier || d.p.SenderNamed(e.Sender).carrierActs(e.Body) == "start" {
		d.unblock(e.Sender)
	}
	switch {
	case !d.rec.Marketing.Proven:
		d.join("start", e)
	case d.ground() == Subscribed:
		d.fire(evStart, why)
		d.reply(TextAlready, nil)
	case d.blocked():
		d.overBlock("start", e)
	default:
		d.fire(evStart, why)
		d.consentGiven("start: "+why, TextRestarted, e, true, byCarrier)
	}
	return "start: " + why
}

// yes is a YES by ground: it confirms an opt-in, and lifts a STOP where the carrier takes it so.
func (d *deciding) yes(e Inbound) bool {
	p := d.rec.Pending
	switch {
	case p != nil && d.now.Sub(p.At) <= PendingCounts && !d.late(e):
		d.confirm(e)
		return true
	case d.ground() == Stopped && d.p.SenderNamed(e.Sender).carrierActs(e.Body) == "start":
		d.start("YES, as the carrier takes it", e, false)
		return true
	}
	return false
}

// late tells whether a text that asks for consent is older than the latest STOP.
func (d *deciding) late(e Inbound) bool {
	if d.happenedAt(e) >= d.rec.StoppedAt {
		return false
	}
	d.note(evStart, "older than the latest STOP")
	return true
}

// join is an opt-in keyword: it asks for a confirmation, at most once a day.
func (d *deciding) join(keyword string, e Inbound) {
	switch {
	case d.late(e):
	case d.ground() == Subscribed:
		d.reply(TextAlready, nil)
	case d.blocked():
		d.overBlock(keyword, e)
	case !d.p.DoubleOptIn:
		d.fire(evStart, "keyword "+keyword)
		d.consentGiven("keyword "+keyword, TextWelcome, e, d.rec.Marketing.Proven, false)
	default:
		d.request(keyword, e)
	}
}

// request puts the double opt-in question.
func (d *deciding) request(keyword string, e Inbound) {
	if !d.fire(evRequest, "keyword "+keyword) {
		return
	}
	asked := Moment(0)
	if d.rec.Pending != nil {
		asked = d.rec.Pending.AskedAt
	}
	d.rec.Pending = &Pending{At: d.now, AskedAt: asked, Keyword: keyword, Again: d.rec.Marketing.Proven}
	d.rec.StartedAt = d.now
	d.unschedule(func(i Item) bool { return i.Kind == ItemPending })
	d.schedule(Item{At: d.now.Add(PendingFor), Kind: ItemPending})
	if asked != 0 && d.now.Sub(asked) < PendingEvery {
		d.note("request", "asked less than a day ago")
		return
	}
	d.rec.Pending.AskedAt = d.now
	shown := d.reply(TextConfirm, nil)
	d.ledger("requested", ForMarketing, "keyword "+keyword, d.now, map[string]string{"text": e.Body, "sid": e.ID, "shown": shown})
}

// confirm is the YES that makes a request a consent.
func (d *deciding) confirm(e Inbound) {
	p := *d.rec.Pending
	if d.ground() == AwaitYes {
		d.fire(evConfirm, "YES")
	} else {
		d.fire(evStart, "YES to the request of "+p.At.String())
	}
	d.consentGiven("double opt-in, keyword "+p.Keyword, TextWelcome, e, p.Again, false)
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
func (d *deciding) consentGiven(source, text string, e Inbound, again, silent bool) {
	shown := ""
	if !silent {
		shown = d.reply(text, nil)
	}
	d.grant(ForMarketing, source, d.now, map[string]string{"text": e.Body, "sid": e.ID, "shown": shown})
	d.rec.Pending, d.rec.Hold, d.rec.Service.Withdrawn = nil, nil, 0
	d.unschedule(func(i Item) bool { return i.Kind == ItemPending })
	d.rec.StartedAt = d.now
	d.count("subscribed")
	d.raise(Happened{ID: e.ID, Type: "opted_in", At: d.now, Data: map[string]any{"again": again}})
}

// grant writes a consent into the record and the ledger.
func (d *deciding) grant(purpose Purpose, source string, at Moment, proof map[string]string) {
	entry := d.ledger("given", purpose, source, at, proof)
	c := Consent{Given: true, Proven: true, At: at, Source: source, Entry: entry}
	if purpose == ForService {
		d.rec.Service = c
		return
	}
	d.rec.Marketing = c
}

// hold stops marketing on an unclear wish until a person has looked at it.
func (d *deciding) hold(v keywords.Verdict, e Inbound) string {
	why := evidence(v)
	first := d.rec.Hold == nil
	if first {
		d.rec.Hold = &Hold{Reason: why, Since: d.now, Seq: d.answers}
		d.ledger("held", ForMarketing, why, d.now, map[string]string{"text": e.Body, "sid": e.ID})
	}
	d.note("hold", why)
	d.waiting("may want no more texts")
	if first && d.rec.State.Foreground() != Agent {
		d.reply(TextHeld, nil)
	}
	return "ambiguous: " + why
}

// releaseHold lets marketing go on after a person has looked.
func (d *deciding) releaseHold(e ReleaseHold) {
	if d.rec.Hold == nil {
		return
	}
	d.note("hold_released", "by "+e.By)
	d.ledger("released", ForMarketing, "by "+e.By, d.now, nil)
	d.rec.Hold = nil
	d.wakeTexts()
}

// ledger appends a fact about consent and gives its number.
func (d *deciding) ledger(fact string, purpose Purpose, source string, at Moment, proof map[string]string) uint64 {
	d.rec.Ledger++
	d.dec.Ledger = append(d.dec.Ledger, LedgerEntry{
		Phone: d.rec.Phone, Number: d.rec.Ledger, At: at, Recorded: d.now,
		Fact: fact, Purpose: purpose, Source: source, Evidence: proof,
	})
	return d.rec.Ledger
}

// block remembers that a carrier refuses texts from one of our senders.
func (d *deciding) block(sender, source string) {
	if sender == "" || d.isBlocked(sender) {
		return
	}
	d.rec.Blocks = append(d.rec.Blocks, Block{Sender: sender, Since: d.now, Source: source})
	d.ledger("blocked", "", source, d.now, map[string]string{"sender": sender})
}

func (d *deciding) unblock(sender string) {
	if !d.isBlocked(sender) {
		return
	}
	d.rec.Blocks = slices.DeleteFunc(d.rec.Blocks, func(b Block) bool { return b.Sender == sender })
	d.ledger("unblocked", "", "START", d.now, map[string]string{"sender": sender})
}

func (d *deciding) isBlocked(sender string) bool {
	return slices.ContainsFunc(d.rec.Blocks, func(b Block) bool { return b.Sender == sender })
}

func (d *deciding) blocked() bool { return len(d.rec.Blocks) > 0 }

// overBlock records consent that came while a carrier still blocks us: the state stays stopped,
// and the person is told what lifts the block, from a sender that is not blocked.
func (d *deciding) overBlock(source string, e Inbound) {
	d.grant(ForMarketing, source, d.now, map[string]string{"text": e.Body, "sid": e.ID})
	d.rec.Marketing.Given = false
	d.note("start", "the carrier still blocks us: stays stopped")
	d.replyText(TextBlocked, d.p.Texts[TextBlocked], map[string]any{"blocked_sender": d.rec.Blocks[0].Sender})
}
