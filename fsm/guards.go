package fsm

import (
	"slices"
	"time"
)

// verdict is what the guards say of a text that wants to go.
type verdict struct {
	drop string // the reason to drop it, or ""
	wait Moment // when to ask again, or 0
	why  string // the reason to wait
	held bool   // it waits for a question, an agent or a hold to end, rather than for the clock
}

func dropped(why string) verdict            { return verdict{drop: why} }
func wait(until Moment, why string) verdict { return verdict{wait: until, why: why} }
func held(until Moment, why string) verdict { return verdict{wait: until, why: why, held: true} }
func (v verdict) goes() bool                { return v.drop == "" && v.wait == 0 }

// guard asks everything that may keep a text from going out now. It is asked in the commit that
// releases the text, so nothing can come between.
func (d *deciding) guard(w *Want) verdict {
	switch {
	case w.SendBy > 0 && d.now >= w.SendBy:
		return dropped("send_by has passed")
	case d.rec.Number.Bad != "":
		return dropped("bad number: " + d.rec.Number.Bad)
	case d.isBlocked(w.Sender):
		return dropped("the carrier blocks this sender for the person")
	case d.ground() == Stopped && !exempt(w.Name):
		return dropped("stopped")
	case w.Name == TextStopped && d.ground() != Stopped:
		return dropped("no longer stopped")
	case w.Run == 0:
		return d.guardQuiet(nil, nil, w) // a reply: its other rules were asked when it was made
	}
	return d.guardStep(w)
}

// guardStep asks the rules for a step of a workflow.
func (d *deciding) guardStep(w *Want) verdict {
	run := d.run(w.Run)
	if run == nil {
		return dropped("its run has ended")
	}
	if !d.rec.Phone.Replyable() {
		return dropped(notReplyable)
	}
	wf, s, ok := d.at(run)
	if !ok || s.Name != w.Step {
		return dropped("its step is gone")
	}
	if !slices.Contains(grounds(wf.Class), d.ground()) {
		return dropped("no consent: " + d.ground())
	}
	if wf.Class.Purpose() == ForService && d.rec.Service.Withdrawn > 0 {
		return dropped("service texts were withdrawn")
	}
	if !w.Retry && !d.meets(s.If, run, nil) {
		return dropped("condition")
	}
	if why := d.refusesOffer(s.Offer); why != "" && !w.Retry && w.Resent == 0 {
		return dropped(why)
	}
	for _, ask := range []func(*workflow, *Step, *Want) verdict{d.guardPause, d.guardHold, d.guardForeground, d.guardQuiet, d.guardCaps} {
		if v := ask(wf, s, w); !v.goes() {
			return v
		}
	}
	return verdict{}
}

// guardHold keeps marketing back until a person has looked at an unclear text.
func (d *deciding) guardHold(wf *workflow, _ *Step, w *Want) verdict {
	if d.rec.Hold != nil && wf.Class.Purpose() == ForMarketing {
		return held(w.SendBy, "marketing hold: "+d.rec.Hold.Reason)
	}
	return verdict{}
}

// guardForeground lets nobody talk over an agent or a fresh question, nor over a question of a
// higher class, nor a send over one of its class that ranks higher.
func (d *deciding) guardForeground(wf *workflow, s *Step, w *Want) verdict {
	if d.rec.State.Foreground() == Agent {
		if wf.Class == Service && s.Kind == SendStep {
			return verdict{}
		}
		return held(w.SendBy, "an agent has the thread")
	}
	q := d.rec.Question
	if q == nil || q.Run == w.Run {
		return verdict{}
	}
	fresh := max(q.AskedAt, d.rec.LastInbound).Add(d.p.Fresh)
	switch mine, its := wf.Class.Weight(), q.Class.Weight(); {
	case w.Retry:
		return held(q.Expires, "it comes back when the open question closes")
	case mine > its:
		return verdict{}
	case mine < its:
		return held(q.Expires, "a question of a higher class is open")
	case d.now < fresh && !w.Direct:
		return held(min(fresh, q.Expires), "a fresh question is open")
	case s.Kind == SendStep && wf.Rank < d.rankOf(q):
		return held(q.Expires, "a question of a higher rank is open")
	}
	return verdict{}
}

func (d *deciding) rankOf(q *Question) int {
	if w := d.p.workflows[q.Workflow]; w != nil {
		return w.Rank
	}
	return 0
}

// guardQuiet keeps unasked texts out of the night of every zone that the person may be in.
func (d *deciding) guardQuiet(_ *workflow, _ *Step, w *Want) verdict {
	if w.Direct {
		return verdict{}
	}
	if open := d.allowedFrom(d.now); open > d.now {
		return wait(open, "quiet hours")
	}
	return verdict{}
}

// guardCaps counts what was really released: unasked marketing texts in sliding windows, and the
// least gap between two.
func (d *deciding) guardCaps(wf *workflow, _ *Step, w *Want) verdict {
	if w.Direct {
		return verdict{}
	}
	free := d.now
	for _, c := range d.p.Limits() {
		if c.Covers(wf.Class) {
			free = max(free, d.capFree(c))
		}
	}
	if free > d.now {
		return wait(free, "frequency cap")
	}
	return verdict{}
}

// Limits are the program's caps, and its gap as the cap that it is.
func (p *Program) Limits() []Cap {
	if p.Gap <= 0 {
		return p.Caps
	}
	return append(p.Caps[:len(p.Caps):len(p.Caps)], Cap{Max: 1, Per: p.Gap})
}

// Covers tells whether a cap counts a class; without classes it counts marketing.
func (c Cap) Covers(class Class) bool {
	if len(c.Classes) == 0 {
		return class.Purpose() == ForMarketing
	}
	return slices.Contains(c.Classes, class)
}

// capFree is when a cap lets another text go.
func (d *deciding) capFree(c Cap) Moment {
	var counted []Moment
	for _, r := range d.rec.Released {
		if c.Covers(r.Class) && d.now.Sub(r.At) < c.Per {
			counted = append(counted, r.At)
		}
	}
	if c.Max <= 0 || len(counted) < c.Max {
		return d.now
	}
	return counted[len(counted)-c.Max].Add(c.Per)
}

// validFor is how many seconds the carrier may keep trying to deliver a text: an unasked one never
// past the edge of the quiet hours, and none past the time by which it must be sent.
func (d *deciding) validFor(w *Want) int64 {
	left := longestValidity
	if !w.Direct {
		left = min(left, d.openFor())
	}
	if w.SendBy > 0 {
		left = min(left, w.SendBy.Sub(d.now))
	}
	return max(int64(left/time.Second), 1)
}
