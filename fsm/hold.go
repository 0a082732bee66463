package fsm

import "github.com/parley-sms/parley/keywords"

// hold stops marketing on an unclear wish until a person has looked at it.
func (d *deciding) hold(v keywords.Verdict, e Inbound) string {
	why := evidence(v)
	first := d.rec.Hold == nil
	if first {
		d.measure(d.when, Measure{Name: SumComplaints, Detail: "unclear wish", N: 1})
		d.rec.Hold = &Hold{Reason: clip(why), Since: d.now, Seq: d.answers}
		d.ledger(LedgerEntry{Fact: Held, Purpose: ForMarketing, Source: why, Evidence: proofOf(e)})
	}
	d.note("hold", why)
	d.waiting("may want no more texts")
	if first && d.rec.State.Foreground() != Agent {
		d.reply(TextHeld)
	}
	return "ambiguous: " + why
}

// outlive ends a hold by consent that was given after it; an older one says nothing of the unclear wish.
func (d *deciding) outlive() {
	if h := d.rec.Hold; h != nil && d.when >= h.Since {
		d.rec.Hold = nil
	}
}

// releaseHold lets marketing go on after a person has looked.
func (d *deciding) releaseHold(e ReleaseHold) {
	d.dec.Cause = "hold released by " + e.By
	if d.decided(e.Of) || d.rec.Hold == nil {
		return
	}
	d.note("hold_released", "by "+e.By)
	d.ledger(LedgerEntry{Fact: Released, Purpose: ForMarketing, Source: "a person looked", By: e.By})
	d.rec.Hold = nil
	d.wakeTexts()
}

// decided denies a decision about a doubtful text that holds marketing no more. What is denied is not stored, so the
// journal need not know which text was meant.
func (d *deciding) decided(of uint64) bool {
	gone := of > 0 && (d.rec.Hold == nil || d.rec.Hold.Seq != of)
	if gone {
		d.deny(Denial{Why: HasDecided})
	}
	return gone
}
