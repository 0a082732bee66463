package fsm

// callAgent is the AGENT keyword: the thread opens, and the person is told how else to reach the
// shop.
func (d *deciding) callAgent() {
	d.take("", "AGENT was texted")
	d.waiting("asked for a person")
	d.reply(TextAgent)
}

// takes is an agent's wish to have the thread: the first who asks has it.
func (d *deciding) takes(e Take) {
	d.dec.Cause = "take " + e.Agent
	if owner := d.rec.Thread.Owner; owner != e.From && d.another(e.Agent) {
		return
	}
	why := "taken by " + e.Agent
	if e.By != "" && e.By != e.Agent {
		why = "given to " + e.Agent + " by " + e.By
	}
	d.take(e.Agent, why)
}

// another refuses what an agent wants with a thread that somebody else has.
func (d *deciding) another(agent string) bool {
	owner := d.rec.Thread.Owner
	if owner == "" || owner == clip(agent) {
		return false
	}
	d.deny(Denial{Why: TakenBy, Owner: owner})
	return true
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
	given := agent != "" && t.Owner != clip(agent)
	if agent != "" {
		t.Owner, t.WaitingSince, t.LastAgent = clip(agent), 0, d.now
	}
	entered := d.toAgent(why)
	if given && !entered {
		d.note("owner", why)
	}
	switch {
	case d.rec.State.Foreground() != Agent: // a stopped person's thread has no timer
	case agent != "":
		d.recallTexts()
		d.threadTimer(t.LastAgent.Add(AgentSilent))
		d.answerTimer()
	case entered:
		t.LastAgent = 0
		d.threadTimer(d.p.businessLater(d.now, AgentUnattended))
		d.owe()
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

// recallTexts takes back the texts that were about to go and may not while an agent has the thread. They wait as steps do,
// and come back or not when it is handed back.
func (d *deciding) recallTexts() {
	ready := d.rec.Ready
	d.rec.Ready = nil
	for _, w := range ready {
		if v := d.overAgent(&w); !v.goes() {
			d.waits(w, v)
		} else {
			d.rec.Ready = append(d.rec.Ready, w)
		}
	}
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
