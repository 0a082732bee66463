package fsm

import "slices"

// paramService is the parameter by which a carrier tells the messaging service that a texted number
// belongs to. What blocks or unblocks one of its numbers does so for the whole service.
const paramService = "MessagingServiceSid"

func (d *deciding) blockTexted(e Inbound) {
	d.block(e.Sender, "stop", d.when)
	d.block(clip(e.Params[paramService]), "stop", d.when)
}

func (d *deciding) unblockTexted(e Inbound) {
	d.unblock(e.Sender)
	d.unblock(clip(e.Params[paramService]))
}

// block remembers that a carrier refuses texts from one of our senders since some time, unless a
// START to that sender came later.
func (d *deciding) block(sender, source string, since Moment) {
	lifted := func(b Block) bool { return b.Sender == sender && since.Add(carrierTick) <= b.Since }
	if sender == "" || d.isBlocked(sender) || slices.ContainsFunc(d.rec.Lifted, lifted) {
		return
	}
	source = clip(source)
	d.rec.Blocks = append(d.rec.Blocks, Block{Sender: sender, Since: since, Source: source})
	d.ledger(LedgerEntry{Fact: Blocked, Source: source, Evidence: map[string]string{"sender": sender}})
}

// unblock remembers a START to one of our senders, and lifts its block unless that is newer.
func (d *deciding) unblock(sender string) {
	if sender == "" {
		return
	}
	ours := func(b Block) bool { return b.Sender == sender && b.Since < d.when.Add(carrierTick) }
	d.rec.Lifted = append(slices.DeleteFunc(d.rec.Lifted, ours), Block{Sender: sender, Since: d.when, Source: "START"})
	if !slices.ContainsFunc(d.rec.Blocks, ours) {
		return
	}
	d.rec.Blocks = slices.DeleteFunc(d.rec.Blocks, ours)
	d.ledger(LedgerEntry{Fact: Unblocked, Source: "START", Evidence: map[string]string{"sender": sender}})
}

// forgetBlock forgets the oldest block: the record has no room for it.
func (d *deciding) forgetBlock() {
	b := d.rec.Blocks[0]
	d.rec.Blocks = d.rec.Blocks[1:]
	d.ledger(LedgerEntry{Fact: Forgotten, Source: b.Source, Evidence: map[string]string{"sender": b.Sender}})
}

func (d *deciding) isBlocked(sender string) bool {
	return slices.ContainsFunc(d.rec.Blocks, func(b Block) bool { return b.Sender == sender })
}

func (d *deciding) blocked() bool { return len(d.rec.Blocks) > 0 }

// overBlock records consent that came while a carrier still blocks us: the state stays stopped,
// until the carrier's START.
func (d *deciding) overBlock(e LedgerEntry) {
	e.Purpose, e.Effect = ForMarketing, BehindBlock
	d.grant(e)
	d.rec.Marketing.Given = false
	d.note("refuse:start", "the carrier still blocks us: consent is recorded, the state stays "+d.ground())
}

// tellBlocked tells a person what lifts the carrier's block, from a sender that is not blocked.
func (d *deciding) tellBlocked() {
	d.replyText(TextBlocked, d.p.baseText(TextBlocked), d.rec.Blocks[0].Sender)
}

// carrierStop is an opt-out that only the carrier knew of. It counts only for a text that was
// released after the latest START or opt-in; an older one says nothing new.
func (d *deciding) carrierStop(code string, m Message) {
	if m.At < d.rec.StartedAt {
		d.note("refuse:stop", "the carrier's "+code+" is older than the latest START")
		return
	}
	d.block(m.Sender, code, m.At)
	d.measure(d.when, Measure{Name: SumComplaints, Detail: "carrier", N: 1})
	if d.ground() != Stopped {
		d.stopped("carrier "+code, LedgerEntry{Source: "carrier " + code, Evidence: map[string]string{"code": code, "sid": m.SID}})
	}
}
