package fsm

// reply sends one of the machine's own texts as an answer; it returns the words.
func (d *deciding) reply(name string) string {
	return d.replyText(name, d.p.baseText(name), "")
}

// replyText sends an answer of fixed words. It goes out before everything else, at any hour, from
// the sender that was texted, and never into a loop with another machine. Where it answers no text of
// this hour, it waits like any other, and for the morning; it still goes before all marketing, so that
// nobody is asked anything before being welcomed.
func (d *deciding) replyText(name string, say wording, blocked string) string {
	text, err := d.p.fill(say, scene{rec: &d.rec, now: d.now, blocked: blocked})
	body := text.body
	if err != nil {
		d.alarm("%v", err)
		return ""
	}
	sender := d.replySender()
	if why := d.mayReply(name, body, sender); why != "" {
		d.note("drop:"+noColon(name), why)
		d.count("replies_dropped")
		return ""
	}
	w := Want{Priority: PriorityReply, Sender: sender, Name: clip(name), Body: body, Direct: true,
		SendBy: d.now.Add(replyGoodFor), Answers: d.answers, Texted: d.textedAt}
	if !d.answering() {
		w.Priority, w.Direct, w.SendBy = PriorityService, false, d.now.Add(SendBy)
	}
	d.want(w)
	return body
}

// mayReply gives the reason why an automatic answer must not be sent, or "".
func (d *deciding) mayReply(name, body, sender string) string {
	switch {
	case !d.rec.Phone.Replyable():
		return notReplyable
	case sender == "" || d.isBlocked(sender):
		return "the carrier blocks this sender for the person"
	case d.ground() == Stopped && !exempt(name):
		return "stopped"
	}
	if name == TextStopped {
		return "" // once for each STOP, whatever went before
	}
	return d.loops(body)
}

const notReplyable = "not a phone: short codes and alphanumeric senders get no automatic texts"

// exempt tells whether a text may go to a stopped person.
func exempt(name string) bool {
	return name == TextStopped || name == TextHelp || name == TextBlocked
}

// loops counts an automatic answer and gives a reason when two machines seem to talk.
func (d *deciding) loops(body string) string {
	l, h := &d.rec.Loop, hash(body)
	if d.now.Sub(l.Since) >= LoopWindow {
		l.Since, l.Count = d.now, 0
	}
	if h == l.Last && d.now.Sub(l.At) < LoopSameWindow {
		l.Same++
	} else {
		l.Last, l.Same, l.At = h, 1, d.now
	}
	l.Count++
	d.touched = true
	switch {
	case l.Count > LoopReplies:
		return "loop: too many automatic answers in an hour"
	case l.Same > LoopSame:
		return "loop: the same answer again and again"
	}
	return ""
}

// replySender is the sender that was texted; without a text, one that may reach the person.
func (d *deciding) replySender() string {
	if d.texted != "" && !d.isBlocked(d.texted) {
		return d.texted
	}
	return d.sender()
}

// sender is the address that texts to this person leave from: the one used before, if the program
// still has it, else the program's first that is not blocked.
func (d *deciding) sender() string {
	if d.rec.Sender != "" && !d.isBlocked(d.rec.Sender) && (d.p.has(d.rec.Sender) || len(d.p.Senders) == 0) {
		return d.rec.Sender
	}
	for _, s := range d.p.Senders {
		if !d.isBlocked(s.Address) {
			return s.Address
		}
	}
	return ""
}

func (p *Program) has(sender string) bool {
	_, ok := p.senders[sender]
	return ok
}

// want puts a text among those that want to go.
func (d *deciding) want(w Want) {
	if w.Since == 0 {
		w.Since = d.now
	}
	d.touched = true
	switch replies := d.waitingReplies(); {
	case w.Sender == "":
		d.alarm("no sender can text a person: %s was dropped", w.label())
		d.drop(w, dropped("no sender").by("sender"))
	case w.Run == 0 && replies >= MaxReplies:
		d.alarm("a person has more than %d answers that want to go", MaxReplies)
		d.drop(w, dropped("too many texts want to go").by("room"))
	default:
		d.rec.Ready = append(d.rec.Ready, w)
	}
}

func (d *deciding) waitingReplies() int {
	n := 0
	for i := range d.rec.Ready {
		if d.rec.Ready[i].Run == 0 {
			n++
		}
	}
	return n
}

// label names a text in the journal: its step or its reply.
func (w Want) label() string {
	if w.Name != "" {
		return w.Name
	}
	return w.Step
}

func noColon(name string) string {
	for i := range len(name) {
		if name[i] == ':' {
			return name[i+1:]
		}
	}
	return name
}
