package fsm

import "slices"

// Opener says who seems to have opened a tracked link.
type Opener string

// The openers.
const (
	ByPerson  Opener = ""        // only their clicks move anything
	ByUnknown Opener = "unknown" // nobody can tell
	ByBot     Opener = "bot"     // a preview, a scanner, a script
)

// Of is how often one opener opened the links of a text.
func (o Openings) Of(by Opener) int {
	switch by {
	case ByBot:
		return o.Bots
	case ByUnknown:
		return o.Unknown
	}
	return o.People
}

func (o Openings) add(by Opener) Openings {
	switch by {
	case ByBot:
		o.Bots++
	case ByUnknown:
		o.Unknown++
	default:
		o.People++
	}
	return o
}

// clicked takes the opening of a tracked link.
func (d *deciding) clicked(e Clicked) {
	d.dec.Cause = "clicked " + e.ID
	if e.By == ByPerson && d.seenElse("click:", e.ID) {
		return
	}
	if m := e.Message; m.Out {
		m.Opened = m.Opened.add(e.By)
		d.store(e.Message, m)
	}
	if e.By == ByPerson {
		d.personClicked(e)
		return
	}
	d.count("opened." + string(e.By))
	d.measureOpening(e)
	d.note("opened:"+string(e.By), clip(e.Why))
}

// personClicked counts a click at the run whose text it was. It is an event like a shop's: for history, goals,
// exits, entries, and for what that run waits for.
func (d *deciding) personClicked(e Clicked) {
	d.active(past(e.At, d.now))
	h := Happened{ID: clip(e.ID), Type: LinkClicked, At: past(e.At, d.now), Data: map[string]any{"link": cut(e.To, MaxAttribute)}}
	if m := e.Message; m.Run != 0 {
		workflow, step := d.p.stepNamed(m.Name)
		h.Run, h.Data["workflow"], h.Data["step"] = m.Run, workflow, step
		d.touch(Touch{ClickTouch, h.At, m.Seq, m.Name})
		if run := d.run(m.Run); run != nil {
			run.click(step, h.At)
		}
	}
	d.count("clicked")
	d.measureClick(h.At, e.Message)
	d.note("event:"+h.Type, e.Message.Name)
	d.raise(h)
}

// click counts the opening of a link of one step's text.
func (r *Run) click(step string, at Moment) {
	i := slices.IndexFunc(r.Clicks, func(c Click) bool { return c.Step == step })
	if i < 0 {
		r.Clicks = newest(append(r.Clicks, Click{Step: step, At: at}), MaxClicks)
		i = len(r.Clicks) - 1
	}
	r.Clicks[i].N++
	r.Clicks[i].At = min(r.Clicks[i].At, at)
}

// concernsRun tells whether an event may move a run: what a person does with a text is about that text's
// run alone.
func (h *Happened) concernsRun(run *Run) bool {
	if h.Type == LinkClicked || h.Type == Replied {
		return h.Run == run.ID
	}
	return true
}
