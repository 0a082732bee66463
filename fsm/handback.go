package fsm

// Afterward is what becomes of the question that an agent's thread put aside.
type Afterward string

// What a hand back may do with it.
const (
	Resume  Afterward = "resume"  // it goes on: in silence within ten minutes, else it is asked again
	Restart Afterward = "restart" // it is asked again at once
	Leave   Afterward = "leave"   // its workflow ends for the person
)

// handsBack is an agent's wish to give the thread back to the bot.
func (d *deciding) handsBack(e Handback) {
	d.dec.Cause = "handback " + e.By
	why := "handed back by " + e.By
	switch e.Then {
	case Restart:
		d.askAnew()
	case Leave:
		d.leaveSuspended(why)
	}
	d.handback(why)
}

// askAnew lets the question on top of the stack be asked again, however short a time it was put aside.
func (d *deciding) askAnew() {
	if n := len(d.rec.Stack); n > 0 {
		d.rec.Stack[n-1].LeftAt = min(d.rec.Stack[n-1].LeftAt, d.now.Add(-ResumeSilently)-1)
		d.touched = true
	}
}

// leaveSuspended ends the runs whose questions were put aside.
func (d *deciding) leaveSuspended(why string) {
	for len(d.rec.Stack) > 0 {
		n := len(d.rec.Stack)
		d.endRun(d.rec.Stack[n-1].Run, why)
		if len(d.rec.Stack) == n { // its run is gone already
			d.rec.Stack = d.rec.Stack[:n-1]
		}
	}
}

// handback closes the thread and gives the foreground back to the bot.
func (d *deciding) handback(why string) {
	d.touched = true
	if d.rec.State.Foreground() == Agent {
		d.fire(evRelease, why)
	}
	d.unschedule(func(i Item) bool { return i.Kind == ItemThread || i.Kind == ItemSnooze || isAnswer(i) })
	d.rec.Thread = Thread{}
	d.wakeTexts()
}
