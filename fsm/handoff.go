package fsm

import (
	"strings"
	"time"

	"github.com/parley-sms/parley/keywords"
)

// missedFor is how long a text that meant nothing counts for Support.HandoffAfter.
const missedFor = 24 * time.Hour

// handoffRule is a rule of Support.HandoffWhen, made ready.
type handoffRule struct {
	name    string
	phrases []keywords.Text // none: any text
	If      string
}

// handsOffWords is the program's rules for words that a person should read, which are asked before a text counts as a
// free answer: the first that fits opens the thread, and the queue shows which it was.
func (d *deciding) handsOffWords(t keywords.Text) string {
	for _, rule := range d.p.handoffs {
		if said, holds := d.p.lexicon.Holds(t, rule.phrases); holds && d.meets(rule.If, nil, nil) {
			return d.handsOff(rule.name, ": “"+said.Key+"”")
		}
	}
	return ""
}

// handsOffAny is its rules without words: what these people text goes to a person where it means nothing else.
func (d *deciding) handsOffAny() string {
	for _, rule := range d.p.handoffs {
		if len(rule.phrases) == 0 && d.meets(rule.If, nil, nil) {
			return d.handsOff(rule.name, "")
		}
	}
	return ""
}

func (d *deciding) handsOff(rule, said string) string {
	d.note("handoff:"+rule, strings.TrimPrefix(said, ": "))
	d.fetch(rule + said)
	return "handoff: " + rule + said
}

// missed counts a text that means nothing here, and tells whether it was one too many: then a person is fetched.
func (d *deciding) missed() bool {
	t := &d.rec.Thread
	if d.now.Sub(t.MissedAt) >= missedFor {
		t.Missed = 0
	}
	if d.p.Support.HandoffAfter == 0 {
		return false
	}
	t.Missed, t.MissedAt = t.Missed+1, d.now
	if t.Missed < d.p.Support.HandoffAfter {
		return false
	}
	d.fetch("texted what means nothing")
	return true
}

// understood forgets the texts that meant nothing.
func (d *deciding) understood() { d.rec.Thread.Missed, d.rec.Thread.MissedAt = 0, 0 }

// fetch opens the thread for a person, and tells who texted that one will answer.
func (d *deciding) fetch(why string) {
	d.understood()
	d.take("", why)
	d.waiting(why)
	d.reply(TextAgent)
}
