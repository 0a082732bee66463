package fsm

import (
	"strings"

	"github.com/parley-sms/parley/keywords"
)

// inbound gives a text its meaning, in the one order that holds in every state (the first that
// fits wins), and does what it says.
func (d *deciding) inbound(e Inbound) {
	d.dec.Cause = "inbound " + e.ID
	e.Sender = clip(e.Sender)
	if d.seen(e.ID) || d.erasedSince(e) {
		return
	}
	d.when = d.happenedAt(e)
	d.receive(e)
	r := d.reading(e)
	t := r.Text
	meaning := d.compliance(e, r)
	if meaning == "" {
		d.measureReply()
		d.active(d.when)
	}
	if meaning == "" && d.rec.State.Foreground() == Agent {
		meaning = d.forAgent(e, t)
	}
	if meaning == "" && d.ground() == Stopped {
		meaning = d.fromStopped(e, t)
	}
	if meaning == "" {
		meaning = d.conversation(e, t)
	}
	if meaning == "" {
		meaning = d.unmatched()
	} else {
		d.understood()
	}
	d.dec.Messages[0].Meaning = meaning
}

// receive stores the text itself.
func (d *deciding) receive(e Inbound) {
	d.rec.Seq++
	d.answers, d.texted, d.textedAt = d.rec.Seq, e.Sender, d.when
	d.rec.LastInbound = max(d.rec.LastInbound, d.when)
	d.rec.LastIn = d.rec.Seq
	d.wakeThread()
	if e.Sender != "" {
		d.rec.Sender = e.Sender
	}
	d.dec.Messages = append(d.dec.Messages, Message{
		Phone: d.rec.Phone, Seq: d.rec.Seq, At: d.now, SentAt: e.SentAt, Sender: e.Sender, Body: e.Body,
		SID: e.ID, Status: "received", Media: e.Media, Params: e.Params, Revision: d.p.Revision,
	})
	d.touched = true
	d.rec.Number = Number{} // who texts can be texted
	d.count("inbound")
	d.measure(d.when, Measure{Name: SumInbound, N: 1})
	if d.rec.Thread.WaitingSince == 0 && d.rec.Thread.Owner != "" {
		d.rec.Thread.WaitingSince = d.now
	}
}

// compliance is meanings one to four: what the carrier says, the STOP, START and HELP families,
// YES to an opt-in, and a clear wish in free words to get no more texts.
func (d *deciding) compliance(e Inbound, r *Reading) string {
	v := r.Exact
	switch {
	case e.OptOutType == "STOP":
		return d.stop("carrier", e, true)
	case e.OptOutType == "START":
		return d.start("carrier", e, true)
	case e.OptOutType == "HELP":
		d.fire(evHelp, "answered by the carrier")
		return "help: carrier"
	case v.Kind == keywords.Stop:
		return d.stop(evidence(v), e, false)
	case v.Kind == keywords.Start:
		return d.start(evidence(v), e, false)
	case v.Kind == keywords.Help:
		return d.help(evidence(v))
	case v.Kind == keywords.Yes && d.yes(e, r.Text):
		return "confirm: " + evidence(v)
	}
	if d.free = r.Free; d.free.Kind == keywords.Revocation {
		return d.stop(evidence(d.free), e, false)
	}
	return ""
}

// conversation is meanings five to ten, and the program's own rules for texts that a person should read; "" where a text
// has none of them.
func (d *deciding) conversation(e Inbound, t keywords.Text) string {
	if m := d.exactAnswer(t); m != "" {
		return m
	}
	if m := d.keyword(e, t, ""); m != "" {
		return m
	}
	if m := d.nearAnswer(t); m != "" {
		return m
	}
	if d.free.Kind == keywords.Ambiguous {
		return d.hold(d.free, e)
	}
	if m := d.handsOffWords(t); m != "" {
		return m
	}
	if m := d.freeAnswer(e, t); m != "" {
		return m
	}
	if m := d.earlierAnswer(t); m != "" {
		return m
	}
	return d.handsOffAny()
}

// help answers in every state; a text from a stopped person is answered too.
func (d *deciding) help(why string) string {
	d.fire(evHelp, why)
	d.reply(TextHelp)
	return "help: " + why
}

// keyword does what the program's own keyword says; where the bot is silent, only those that do
// one thing count.
func (d *deciding) keyword(e Inbound, t keywords.Text, only string) string {
	for i := range d.p.Keywords {
		k := &d.p.Keywords[i]
		word, ok := d.p.lexicon.Keyword(t, k.Words)
		if !ok || only != "" && k.Does != only {
			continue
		}
		d.fire(evKeyword, word)
		d.keywordDoes(k, e)
		return "keyword: " + k.Name
	}
	return ""
}

func (d *deciding) keywordDoes(k *Keyword, e Inbound) {
	switch k.Does {
	case "opt_in":
		d.join(k.Name, e)
	case "agent":
		d.callAgent()
	case "reply":
		d.replyText("keyword:"+k.Name, wording{k.Text, k.In}, "")
	case "start":
		by := Happened{ID: e.ID, Type: "keyword", At: d.now}
		if !d.enter(d.p.workflows[k.Start], by, "keyword "+k.Name, d.answering()) {
			d.reply(TextUnmatched) // nobody who texts a keyword is left without an answer
		}
	}
}

// forAgent keeps the bot silent while a person has the thread: consent still counts.
func (d *deciding) forAgent(e Inbound, t keywords.Text) string {
	d.waiting("texted")
	d.owe()
	if m := d.keyword(e, t, "opt_in"); m != "" {
		return m
	}
	if d.free.Kind == keywords.Ambiguous {
		return d.hold(d.free, e)
	}
	d.fire(evUnmatched, "for the agent")
	return "for the agent"
}

// fromStopped keeps silent towards a stopped person, whose text goes to the inbox; only an opt-in
// keyword means something.
func (d *deciding) fromStopped(e Inbound, t keywords.Text) string {
	if m := d.keyword(e, t, "opt_in"); m != "" {
		return m
	}
	d.fire(evUnmatched, "stopped: to the inbox in silence")
	d.waiting("a stopped person texted")
	return "unmatched: stopped"
}

// unmatched is meaning eleven: it answers a text that means nothing here: first by asking an open question again, then
// by saying what can be done.
func (d *deciding) unmatched() string {
	d.measureUnmatched()
	if d.missed() {
		return "unmatched: handed off"
	}
	if d.askAgain() {
		return "wrong answer: asked again"
	}
	d.fire(evUnmatched, "")
	d.reply(TextUnmatched)
	return "unmatched"
}

// evidence writes a verdict for the journal.
func evidence(v keywords.Verdict) string {
	return strings.Join([]string{v.Tier, v.Lang, v.Rule, v.Match}, "/")
}
