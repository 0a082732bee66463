package fsm

import (
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// guard is one rule that may keep a text from going out.
type guard struct {
	name    string
	replies bool // it is asked of replies, too; others of workflows' texts alone
	answers bool // and of what answers the person; others of unasked texts alone
	ask     func(*deciding, asked) verdict
}

// binds tells whether a guard is asked of a text.
func (g *guard) binds(w *Want) bool { return (g.replies || w.Run != 0) && (g.answers || !w.Direct) }

// asked is a text that wants to go, with its step, which a reply has none of.
type asked struct {
	*Want
	run  *Run
	wf   *workflow
	step *Step
}

// The counters "held" and "dropped" count verdicts, and with the name of a guard behind a dot those of
// that guard: "held.cap", "dropped.suppress". Beside the guards below, "words", "table", "sender" and "room"
// drop texts that cannot be said, put, sent or kept.

// guards lists everything that may keep a text back, in the order in which it is asked: the first
// that objects decides. A guard looks, and changes nothing, so that explain may ask it at any time.
func guards() []guard {
	return []guard{
		{"send_by", true, true, (*deciding).guardTime},
		{"number", true, true, (*deciding).guardNumber},
		{"carrier", true, true, (*deciding).guardCarrier},
		{"stopped", true, true, (*deciding).guardStopped},
		{"run", false, true, (*deciding).guardRun},
		{"phone", false, true, (*deciding).guardPhone},
		{"step", false, true, (*deciding).guardStep},
		{"consent", false, true, (*deciding).guardConsent},
		{"holdout", false, true, (*deciding).guardHoldout},
		{"condition", false, true, (*deciding).guardCondition},
		{"offer", true, true, (*deciding).guardOffer},
		{"pause", false, true, (*deciding).guardPause},
		{"hold", false, true, (*deciding).guardHold},
		{"foreground", false, true, (*deciding).guardForeground},
		{"quiet", true, false, (*deciding).guardQuiet},
		{"suppress", false, false, (*deciding).guardSuppress},
		{"arbiter", false, false, (*deciding).guardArbiter},
		{"cap", false, false, (*deciding).guardCaps},
		{"fuse", false, false, (*deciding).guardFuse},
		{"codes", true, true, (*deciding).guardCodes},
	}
}

// guard asks everything that may keep a text from going out now. It is asked in the commit that
// releases the text, so nothing can come between.
func (d *deciding) guard(w *Want) verdict {
	a := d.asked(w)
	for _, g := range guards() {
		if !g.binds(w) {
			continue // a reply: its other rules were asked when it was made
		}
		if v := g.ask(d, a).by(g.name); !v.goes() {
			return v
		}
	}
	return verdict{}
}

// asked finds the step of a text.
func (d *deciding) asked(w *Want) asked {
	a := asked{Want: w, run: d.run(w.Run)}
	if a.run != nil {
		a.wf, a.step, _ = d.at(a.run)
	}
	return a
}

func (d *deciding) guardTime(a asked) verdict {
	if a.SendBy > 0 && d.now >= a.SendBy {
		return dropped("send_by has passed" + d.lastHeldBy(a))
	}
	return verdict{}
}

// lastHeldBy tells what kept a text back up to the time by which it had to be sent; "" where nothing did,
// and it came too late.
func (d *deciding) lastHeldBy(a asked) string {
	last := *d
	last.now = a.SendBy - 1
	var why []string
	for _, said := range last.objections(a.Want) {
		why = append(why, said.Why)
	}
	if len(why) == 0 {
		return ""
	}
	return ", held until then by " + strings.Join(why, "; ")
}

func (d *deciding) guardNumber(asked) verdict {
	if d.rec.Number.Bad != "" {
		return dropped("bad number: " + d.rec.Number.Bad).named(d.rec.Number.Bad)
	}
	return verdict{}
}

func (d *deciding) guardCarrier(a asked) verdict {
	if d.isBlocked(a.Sender) {
		return dropped("the carrier blocks this sender for the person").named(a.Sender)
	}
	return verdict{}
}

// guardStopped lets nothing but the machine's few answers go to somebody who is stopped, and the
// confirmation of a STOP to nobody else.
func (d *deciding) guardStopped(a asked) verdict {
	switch stopped := d.ground() == Stopped; {
	case stopped && !exempt(a.Name):
		return dropped("stopped")
	case !stopped && a.Name == TextStopped:
		return dropped("no longer stopped")
	}
	return verdict{}
}

func (d *deciding) guardRun(a asked) verdict {
	if a.run == nil {
		return dropped("its run has ended")
	}
	return verdict{}
}

func (d *deciding) guardPhone(asked) verdict {
	if !d.rec.Phone.Replyable() {
		return dropped(notReplyable)
	}
	return verdict{}
}

func (d *deciding) guardStep(a asked) verdict {
	if a.step == nil || a.step.Name != a.Step {
		return dropped("its step is gone")
	}
	return verdict{}
}

func (d *deciding) guardConsent(a asked) verdict {
	switch {
	case !slices.Contains(grounds(a.wf.Class), d.ground()):
		return dropped("no consent: " + d.ground())
	case a.wf.Class.Purpose() == ForService && d.rec.Service.Withdrawn > 0:
		return dropped("service texts were withdrawn")
	}
	return verdict{}
}

func (d *deciding) guardCondition(a asked) verdict {
	if !a.Retry && !d.meets(a.step.If, a.run, nil) {
		return dropped("condition").named(a.step.If)
	}
	return verdict{}
}

func (d *deciding) guardOffer(a asked) verdict {
	name, _ := a.offers()
	if why := d.refusesOffer(name); why != "" && !a.Retry && a.Resent == 0 {
		return dropped(why).named(name)
	}
	return verdict{}
}

// guardHold keeps marketing back until a person has looked at an unclear text.
func (d *deciding) guardHold(a asked) verdict {
	if d.rec.Hold != nil && a.wf.Class.Purpose() == ForMarketing {
		return held(a.SendBy, "marketing hold: "+d.rec.Hold.Reason)
	}
	return verdict{}
}

// guardForeground lets nobody talk over an agent or a fresh question, nor over a question of a
// higher class, nor a send over one of its class that ranks higher.
func (d *deciding) guardForeground(a asked) verdict {
	if d.rec.State.Foreground() == Agent {
		return besideAgent(a)
	}
	q := d.rec.Question
	if q == nil || q.Run == a.run.ID {
		return verdict{}
	}
	fresh := max(q.AskedAt, d.rec.LastInbound).Add(d.p.Fresh)
	switch mine, its := a.wf.Class.Weight(), q.Class.Weight(); {
	case a.Retry:
		return held(q.Expires, "it comes back when the open question closes").named(q.name())
	case mine > its:
		return verdict{}
	case mine < its:
		return held(q.Expires, "a question of a higher class is open").named(q.name())
	case d.now < fresh && !a.Direct:
		return held(min(fresh, q.Expires), "a fresh question is open").named(q.name())
	case a.step.Kind == SendStep && a.wf.Rank < d.rankOf(q):
		return held(q.Expires, "a question of a higher rank is open").named(q.name())
	}
	return verdict{}
}

// besideAgent lets only sends of services go while an agent has the thread.
func besideAgent(a asked) verdict {
	if a.wf.Class == Service && a.step.Kind == SendStep {
		return verdict{}
	}
	return held(a.SendBy, "an agent has the thread")
}

// overAgent is what keeps a text back while an agent has the thread: of replies nothing.
func (d *deciding) overAgent(w *Want) verdict {
	a := d.asked(w)
	if a.step == nil {
		return verdict{}
	}
	return besideAgent(a).by("foreground")
}

func (d *deciding) rankOf(q *Question) int {
	if w := d.p.workflows[q.Workflow]; w != nil {
		return w.Rank
	}
	return 0
}

// guardQuiet keeps unasked texts to the hours that the law of every place that the person may be in,
// and the program, let them go. What answers the person goes at once.
func (d *deciding) guardQuiet(a asked) verdict {
	v := d.quietFor(a.Want)
	if At(v.At) <= d.now {
		return verdict{}
	}
	why := "quiet hours (" + v.Why.String() + ")"
	if v.Fallback {
		why += ": " + unsuited
	}
	return wait(At(v.At), why).in(v.Why.Place)
}

// validFor is how many seconds the carrier may keep trying to deliver a text: an unasked one never
// past the edge of the quiet hours, and none past the time by which it must be sent.
func (d *deciding) validFor(w *Want, v quiet.Verdict) int64 {
	left := longestValidity
	switch {
	case w.Direct:
	case At(v.At) > d.now:
		left = 0
	default:
		left = min(left, At(v.Until).Sub(d.now))
	}
	if w.SendBy > 0 {
		left = min(left, w.SendBy.Sub(d.now))
	}
	return max(int64(left/time.Second), 1)
}
