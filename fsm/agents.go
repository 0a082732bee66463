package fsm

// callAgent is the AGENT keyword: the thread opens, and the person is told how else to reach the
// shop.
func (d *deciding) callAgent() {
	d.take("", "AGENT was texted")
	d.waiting("asked for a person")
	d.reply(TextAgent)
}

// take gives the foreground to a person: the bot is silent from this commit on. An open question
// is kept for later.
func (d *deciding) take(agent, why string) {
	d.touched = true
	t := &d.rec.Thread
	if t.OpenedAt == 0 {
		t.OpenedAt = d.now
	}
	if agent == "" && t.WaitingSince == 0 {
		t.WaitingSince = d.now
	}
	if agent != "" {
		t.Owner, t.WaitingSince, t.LastAgent = clip(agent), 0, d.now
	}
	entered := d.toAgent(why)
	switch {
	case d.rec.State.Foreground() != Agent: // a stopped person's thread has no timer
	case agent != "":
		d.threadTimer(t.LastAgent.Add(AgentSilent))
	case entered:
		t.LastAgent = 0
		d.threadTimer(d.businessLater(d.now, AgentUnattended))
	}
}

// toAgent moves the foreground, and tells whether it was elsewhere before.
func (d *deciding) toAgent(why string) bool {
	if d.rec.State.Foreground() == Agent || !d.fire(evTake, why) {
		return false
	}
	d.measure(d.now, Measure{Name: SumHandoffs, N: 1})
	if q := d.rec.Question; q != nil {
		d.push(*q)
	}
	return true
}

// waiting notes that somebody should look at the thread.
func (d *deciding) waiting(reason string) {
	t := &d.rec.Thread
	d.touched = true
	if t.OpenedAt == 0 {
		t.OpenedAt = d.now
	}
	if t.WaitingSince == 0 {
		t.WaitingSince = d.now
	}
	t.Reason = clip(reason)
}

// threadTimer sets the time at which the bot has the thread back by itself: without anybody
// attending after business hours, or without an agent's word after days.
func (d *deciding) threadTimer(at Moment) {
	d.unschedule(func(i Item) bool { return i.Kind == ItemThread })
	d.schedule(Item{At: at, Kind: ItemThread})
}

// threadDue hands an abandoned thread back, with an apology where nobody ever answered.
func (d *deciding) threadDue() {
	attended := d.rec.Thread.LastAgent > 0
	d.handback("nobody answered in time")
	if d.rec.Hold != nil {
		d.waiting("may want no more texts") // still for a person to look at
	}
	if !attended {
		d.reply(TextSorry)
	}
}

// handback closes the thread and gives the foreground back to the bot.
func (d *deciding) handback(why string) {
	d.touched = true
	if d.rec.State.Foreground() == Agent {
		d.fire(evRelease, why)
	}
	d.unschedule(func(i Item) bool { return i.Kind == ItemThread })
	d.rec.Thread = Thread{}
	d.wakeTexts()
}

// agentText is how a text of an agent is called.
const agentText = "agent"

// agentText sends a person's own words; the first one takes the thread.
func (d *deciding) agentText(e AgentText) {
	d.dec.Cause = "agent " + e.Agent
	if d.ground() == Stopped {
		d.note("drop:agent", "stopped")
		return
	}
	d.take(e.Agent, "wrote")
	d.want(Want{Priority: PriorityAgent, Sender: d.sender(), Name: agentText, Body: cut(e.Body, MaxBody),
		SendBy: d.now.Add(SendBy), Direct: true})
}
