package fsm

import (
	"fmt"
	"time"

	"github.com/parley-sms/parley/keywords"
)

// support checks how soon the staff answers, and which texts are handed over to it.
func (c *compiler) support() {
	s := &c.p.Support
	for _, span := range []struct {
		where string
		is    time.Duration
	}{{"first_response", s.FirstResponse}, {"next_response", s.NextResponse}, {"reassign_after", s.ReassignAfter}} {
		if span.is < 0 || span.is > MaxResponse {
			c.fail("support."+span.where, "is %s of business time; it may be %s at most", span.is, MaxResponse)
		}
	}
	if s.ReassignAfter > 0 && s.FirstResponse+s.NextResponse == 0 {
		c.warn("support.reassign_after", "takes threads from agents, but there is no target, so nobody is told that answers are late; add first_response and next_response")
	}
	for _, name := range sortedKeys(s.HandoffWhen) {
		c.handoff("support.handoff_when."+name, name, s.HandoffWhen[name])
	}
	for _, name := range sortedKeys(c.p.Replies) {
		c.name("replies."+name, name)
		c.translated("replies."+name, c.p.reply(name), textScope{scope: scope{c: c}})
	}
}

// handoff checks a rule that fetches a person.
func (c *compiler) handoff(where, name string, h Handoff) {
	c.name(where, name)
	if len(h.Words) == 0 && h.If == "" {
		c.fail(where, "has neither words nor if, so it would fetch a person for every text; give it one of them")
	}
	rule := handoffRule{name: name, If: h.If}
	for _, word := range h.Words {
		phrase := keywords.Read(word)
		if phrase.Key == "" {
			c.fail(where+".words", "%q holds no word", word)
		}
		if kind, reserved := c.p.lexicon.Reserved(word); reserved {
			c.warn(where+".words", "%q alone means %s in every state, and fetches nobody; within a longer text it does", word, kind)
		}
		rule.phrases = append(rule.phrases, phrase)
	}
	c.condition(where+".if", h.If, scope{c: c})
	c.p.handoffs = append(c.p.handoffs, rule)
}

// reply is what agents often write, by its name.
func (p *Program) reply(name string) wording { return wording{p.Replies[name], p.RepliesIn[name]} }

// Reply fills in what agents often write, by its name, for a person as he is known now. It fails where there is none of that
// name, and where something is not known that it speaks of.
func (p *Program) Reply(rec *Record, name string, now Moment) (string, error) {
	if _, ok := p.Replies[name]; !ok {
		return "", fmt.Errorf("the program has no reply %q", name)
	}
	text, err := p.fill(p.reply(name), scene{rec: rec, now: now})
	return text.body, err
}
