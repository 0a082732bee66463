package fsm

import "slices"

// agentText sends a person's own words; the first one takes the thread.
func (d *deciding) agentText(e AgentText) {
	d.dec.Cause = "agent " + e.Agent
	switch {
	case d.ground() == Stopped:
		d.deny(Denial{Why: HasStopped})
		return
	case d.another(e.Agent):
		return
	case e.New > 0 && d.rec.LastIn >= e.New:
		d.deny(Denial{Why: HasTexted, Newer: d.rec.LastIn})
		return
	}
	w := d.ownWords(e)
	if !d.mayOffer(&w) {
		return
	}
	if w.Since > d.now {
		d.sendLater(e, w)
		return
	}
	d.take(e.Agent, "wrote")
	d.want(w)
	d.answeredByStaff()
}

// ownWords are an agent's words as a text that wants to go. Those for later answer nobody when they go, but where the
// person has texted just before.
func (d *deciding) ownWords(e AgentText) Want {
	at := max(d.now, min(e.At, d.now.Add(MaxAside)))
	return Want{Priority: PriorityAgent, Since: at, Sender: d.sender(), Name: AgentName, Body: cut(e.Body, MaxBody), SendBy: at.Add(SendBy),
		Direct: at == d.now, Offer: e.Offer}
}

// sendLater puts words of the staff on the calendar, each for a moment of its own, by which they can be taken back.
func (d *deciding) sendLater(e AgentText, w Want) {
	waiting := d.staffTexts()
	if len(waiting) >= MaxLater {
		d.deny(Denial{Why: TooMany})
		return
	}
	for slices.ContainsFunc(waiting, func(o Want) bool { return o.Since == w.Since }) {
		w.Since++
	}
	d.take(e.Agent, "wrote")
	d.schedule(Item{At: w.Since, Kind: ItemText, Want: &w})
	d.note("later:"+AgentName, "to go "+w.Since.String())
}

// staffTexts lists the words of the staff that wait for their time, or are about to go.
func (d *deciding) staffTexts() []Want {
	list := slices.DeleteFunc(slices.Clone(d.rec.Ready), func(w Want) bool { return w.Name != AgentName })
	for _, i := range d.rec.Calendar {
		if i.Want != nil && i.Want.Name == AgentName {
			list = append(list, *i.Want)
		}
	}
	return list
}

// unsends takes back words of the staff that have not gone yet.
func (d *deciding) unsends(e Unsend) {
	d.dec.Cause = "unsend " + e.By
	which := func(w Want) bool { return w.Name == AgentName && w.Since == e.Since }
	switch {
	case d.another(e.By):
		return
	case !slices.ContainsFunc(d.staffTexts(), which):
		d.deny(Denial{Why: HasGone})
		return
	}
	d.unschedule(func(i Item) bool { return i.Want != nil && which(*i.Want) })
	d.rec.Ready = slices.DeleteFunc(d.rec.Ready, which)
	d.note("unsend:"+AgentName, "by "+e.By)
}

// wentFromStaff notes that words of the staff are on the wire: what comes now is for the agent. They are no answer to what
// the person has texted since.
func (d *deciding) wentFromStaff(w *Want, seq uint64) {
	d.rec.Latest = nil
	if w.Offer != "" {
		d.giveOffer(w.Offer, staffRun(w), AgentName, d.now, seq)
	}
	if d.rec.LastInbound <= w.Since {
		d.answeredByStaff()
	}
}

// AgentName is how the journal and messages call the words of a member of the staff, which no text of the program is called.
const AgentName = "staff"
