package trial

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

// Finding is something that must not have happened.
type Finding struct {
	Check string `json:"check"`
	What  string `json:"what"`
}

// checks are all that a story is judged by.
func checks() []struct {
	name  string
	judge func(*evidence) []string
} {
	return []struct {
		name  string
		judge func(*evidence) []string
	}{
		{"no text after a STOP", afterStop},
		{"no text to whom was erased", afterErasure},
		{"no marketing in quiet hours", quietHours},
		{"caps and gap hold", caps},
		{"every text is handled once", handledOnce},
		{"no text goes out twice", twice},
		{"agents and the machine do not talk at once", desk},
		{"timers are not early", early},
		{"a schedule reaches everybody once", scheduled},
		{"a broadcast reaches those whom it is for, once", broadcast},
		{"nobody is passed over", passedOver},
		{"a code is one person's", codes},
		{"a gift comes once in a while", gifts},
		{"what may go again goes again in doubt alone", again},
		{"buyers get no offers", suppressed},
		{"nothing is lost in silence", lost},
		{"consent comes before marketing", consent},
		{"the journal makes the record", replay},
		{"everything settles", func(e *evidence) []string { return e.overdue }},
	}
}

// judge holds the evidence against every check.
func (e *evidence) judge() []Finding {
	var list []Finding
	for _, c := range checks() {
		for _, what := range c.judge(e) {
			list = append(list, Finding{c.name, what})
		}
	}
	return list
}

// to lists what went to a person, but for the carrier's own answers.
func (e *evidence) to(who int) []faketwilio.Sent {
	return slices.DeleteFunc(slices.Clone(e.sent), func(s faketwilio.Sent) bool { return s.Carrier || person(s.To) != who })
}

// from lists what a person texted.
func (e *evidence) from(who int) []faketwilio.Received {
	return slices.DeleteFunc(slices.Clone(e.received), func(r faketwilio.Received) bool { return person(r.From) != who })
}

// unasked lists the marketing texts to a person that answer nothing that he texted shortly before. A text that the carrier
// posts late says nothing of when it was texted, so what answers it is judged by when it was stored.
func (e *evidence) unasked(who int) []faketwilio.Sent {
	from := e.from(who)
	soon := func(s faketwilio.Sent, at time.Time) bool {
		return !at.After(s.StartedAt) && s.StartedAt.Sub(at) <= talk
	}
	return slices.DeleteFunc(e.to(who), func(s faketwilio.Sent) bool {
		return !marketing(name(s.Body)) || answers(name(s.Body)) && slices.ContainsFunc(from, func(r faketwilio.Received) bool {
			return soon(s, r.At) || e.posted(r) && soon(s, e.storedAt(r))
		})
	})
}

// about says when a text went to whom, for a finding.
func about(s faketwilio.Sent) string {
	return fmt.Sprintf("%q went to person %d at %s", s.Body, person(s.To), s.StartedAt.Format(time.RFC3339))
}

func quietHours(e *evidence) (found []string) {
	for who := range people {
		for _, s := range e.unasked(who) {
			if !open(s.StartedAt, who) {
				found = append(found, about(s)+", where it is quiet")
			}
		}
	}
	return found
}

// caps counts anew what went out: in every window that ends with a text, and between two of them. Of what
// went before an erasure nothing is known any more.
func caps(e *evidence) (found []string) {
	for who := range people {
		list := e.unasked(who)
		for i, s := range list {
			inDay, inWeek, offers := 0, 0, 0
			first := e.firstSinceErasure(who, list[:i+1])
			for _, o := range list[first : i+1] {
				if s.StartedAt.Sub(o.StartedAt) < 24*time.Hour {
					inDay++
				}
				if s.StartedAt.Sub(o.StartedAt) < 7*24*time.Hour {
					inWeek++
				}
				if s.StartedAt.Sub(o.StartedAt) < 14*24*time.Hour && promo(o) && promo(s) {
					offers++
				}
			}
			if inDay > capDay || inWeek > capWeek || offers > capPromo || i > first && s.StartedAt.Sub(list[i-1].StartedAt) < gap {
				found = append(found, fmt.Sprintf("%s: %d in 24 hours, %d in 7 days, %d offers in 14", about(s), inDay, inWeek, offers))
			}
		}
	}
	return found
}

// firstSinceErasure is the place of the first of some texts that went since the person was last erased before the
// last of them.
func (e *evidence) firstSinceErasure(who int, list []faketwilio.Sent) (first int) {
	last := list[len(list)-1].StartedAt
	for _, d := range e.tried {
		if d.Kind == Erases && d.Who == who && !d.at.After(last) {
			first = max(first, slices.IndexFunc(list, func(s faketwilio.Sent) bool { return !s.StartedAt.Before(d.at) }))
		}
	}
	return first
}

// handledOnce looks for each text of a person among those that were stored: it must be there once,
// whether it was posted, posted twice, or found in the list.
func handledOnce(e *evidence) (found []string) {
	for _, r := range e.received {
		if !r.At.After(e.erased(person(r.From))) {
			continue
		}
		n := 0
		for _, m := range e.stored[person(r.From)].messages {
			if !m.Out && m.SID == r.SID {
				n++
			}
		}
		if r.Acked && e.storedAt(r).After(r.AckedAt) {
			found = append(found, fmt.Sprintf("%q of person %d was acknowledged at %s, before it was stored", r.Body, person(r.From), r.AckedAt.Format(time.RFC3339)))
		}
		if n != 1 {
			found = append(found, fmt.Sprintf("%q of person %d at %s is stored %d times", r.Body, person(r.From), r.At.Format(time.RFC3339), n))
		}
	}
	return found
}

// storedAt is when a text of a person was stored.
func (e *evidence) storedAt(r faketwilio.Received) time.Time {
	for _, entry := range e.stored[person(r.From)].journal {
		if strings.Contains(entry.Cause, r.SID) {
			return entry.At.Time()
		}
	}
	return time.Time{}
}

// posted tells whether a text came by the carrier's post rather than by its list, which alone says when it was written.
func (e *evidence) posted(r faketwilio.Received) bool {
	return slices.ContainsFunc(e.stored[person(r.From)].messages, func(m fsm.Message) bool { return !m.Out && m.SID == r.SID && m.SentAt == 0 })
}

// twice looks for texts of which each is about one thing, and that went out again.
func twice(e *evidence) (found []string) {
	for who := range people {
		seen := map[string]bool{}
		for _, s := range e.to(who) {
			n := name(s.Body)
			if strings.HasPrefix(n, "ready.") {
				continue // may go again; see judge_again.go
			}
			if strings.Contains(n, " ") && seen[n] {
				found = append(found, about(s)+" a second time")
			} else {
				seen[n] = true
			}
		}
	}
	return found
}

// desk looks for marketing that left while a person at the desk had the thread.
func desk(e *evidence) (found []string) {
	for _, d := range e.desk {
		if d.Kind != Takes {
			continue
		}
		until := e.handedBack(d)
		for _, s := range e.unasked(d.Who) {
			if s.StartedAt.After(d.at) && s.StartedAt.Before(until) {
				found = append(found, fmt.Sprintf("%s, while an agent had the thread since %s", about(s), d.at.Format(time.RFC3339)))
			}
		}
	}
	return found
}

// handedBack is when a thread that was taken may first have gone back: by the agent, by a STOP, or by
// its timer, which takes more than a day.
func (e *evidence) handedBack(take done) time.Time {
	until := take.at.Add(24 * time.Hour)
	for _, d := range e.tried {
		if (d.Kind == Returns || d.Kind == OptsOut) && d.Who == take.Who && !d.at.Before(take.at) && d.at.Before(until) {
			until = d.at
		}
	}
	for _, r := range e.from(take.Who) {
		if stops(r.Body) && !r.At.Before(take.at) && r.At.Before(until) {
			until = r.At
		}
	}
	return until
}

// early looks for texts that left before their time.
func early(e *evidence) (found []string) {
	wait := map[string]time.Duration{"drip.tip ": tipAfter, "ship.note ": shipAfter}
	for who := range people {
		for _, s := range e.to(who) {
			for prefix, after := range wait {
				key, its := strings.CutPrefix(name(s.Body), prefix)
				if i := slices.IndexFunc(e.events, func(v event) bool { return v.Key == key && v.Who == who }); its && i >= 0 && s.StartedAt.Before(e.events[i].posted().Add(after)) {
					found = append(found, fmt.Sprintf("%s, its event came at %s", about(s), e.events[i].posted().Format(time.RFC3339)))
				}
			}
		}
	}
	return found
}

// lost looks for service events that were acknowledged, and led neither to a text nor to a word of
// the journal about why not.
func lost(e *evidence) (found []string) {
	texts := map[string]string{"shipped": "ship.note", "ready": "ready.note"}
	for _, v := range e.events {
		text := texts[v.Text]
		if text == "" || v.Late >= lateAfter || !v.acked.After(e.erased(v.Who)) { // what comes too late starts nothing
			continue
		}
		sent := slices.ContainsFunc(e.to(v.Who), func(s faketwilio.Sent) bool { return name(s.Body) == text+" "+v.Key })
		if !sent && !e.stored[v.Who].says(text, v.posted(), e.end) {
			found = append(found, fmt.Sprintf("%s %s of person %d, acknowledged at %s, came to nothing, and nothing says why", v.Text, v.Key, v.Who, v.acked.Format(time.RFC3339)))
		}
	}
	return found
}
