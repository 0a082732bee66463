package fsm

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
	d.take(e.Agent, "wrote")
	at := min(e.At, d.now.Add(MaxAside))
	w := Want{Priority: PriorityAgent, Sender: d.sender(), Name: AgentName, Body: cut(e.Body, MaxBody),
		SendBy: max(d.now, at).Add(SendBy), Direct: true}
	if at <= d.now {
		d.want(w)
		d.answeredByStaff()
		return
	}
	w.Since = at
	d.schedule(Item{At: at, Kind: ItemText, Want: &w})
	d.note("later:"+AgentName, "to go "+at.String())
}

// wentFromStaff notes that words of the staff are on the wire: what comes now is for the agent. They are no answer to what
// the person has texted since.
func (d *deciding) wentFromStaff(w *Want) {
	d.rec.Latest = nil
	if d.rec.LastInbound <= w.Since {
		d.answeredByStaff()
	}
}

// AgentName is how the journal and messages call the words of a member of the staff, which no text of the program is called.
const AgentName = "staff"
