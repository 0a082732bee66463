package fsm

import "time"

// carrierTick is the grain of the times that carriers give.
const carrierTick = time.Second

// stop obeys a revocation, however it was worded: consent is withdrawn, every run ends, everything
// that has not gone out is void, and one confirmation is sent, by whoever confirms for the sender.
func (d *deciding) stop(why string, e Inbound, byCarrier bool) string {
	carrierActs := byCarrier || d.p.SenderNamed(e.Sender).carrierActs(e.Body) == "stop"
	if carrierActs {
		d.blockTexted(e) // also when it comes late: a JOIN since then lifted no block
	}
	if d.when.Add(carrierTick) <= d.rec.StartedAt {
		d.note("refuse:stop", "older than the latest START: "+why)
		d.ledger(LedgerEntry{Fact: Withdrawn, Effect: TooLate, Source: why, Evidence: proofOf(e)})
		if d.ground() != Stopped && d.isBlocked(e.Sender) {
			d.tellBlocked()
		}
		return "stop: late"
	}
	again := d.ground() == Stopped
	d.stopped(why, LedgerEntry{Source: why, Evidence: proofOf(e)})
	if !again && !carrierActs {
		d.reply(TextStopped)
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
func (d *deciding) stopped(why string, e LedgerEntry) {
	if !d.fire(evStop, why) { // no table can lack it; even so a STOP is obeyed
		d.line(Line{Event: evStop, From: d.rec.State, To: Stopped, Why: why})
		d.rec.State = Stopped
	}
	for i := range d.rec.Runs {
		d.exits(&d.rec.Runs[i], "stopped")
	}
	d.clear()
	d.rec.StoppedAt = max(d.rec.StoppedAt, d.when)
	e.Fact = Withdrawn
	d.ledger(e)
	d.count("stopped")
}

// clear takes away all that hung on consent.
func (d *deciding) clear() {
	r := &d.rec
	r.Runs, r.Calendar, r.Ready, r.Stack, r.Question, r.Closed = nil, nil, nil, nil, nil, nil
	r.Pending, r.Hold = nil, nil
	d.answerTimer()
	r.Marketing.Given, r.Service.Given = false, false
}

// refusedAt is when the person last wished for no more marketing: by a STOP, or elsewhere and of marketing alone.
func (d *deciding) refusedAt() Moment { return max(d.rec.StoppedAt, d.rec.Marketing.Withdrawn) }

// late tells whether a wish for consent is older than the latest wish for no more.
func (d *deciding) late() bool {
	if d.when >= d.refusedAt() {
		return false
	}
	d.note("refuse:start", "older than the latest STOP")
	return true
}
