package fsm

import "slices"

// clicked takes the opening of a tracked link. The run whose text it was counts it, and it is an event
// like a shop's: for history, goals, exits, entries, and for what that run waits for.
func (d *deciding) clicked(e Clicked) {
	d.dec.Cause = "clicked " + e.ID
	if d.seenElse("click:", e.ID) {
		return
	}
	h := Happened{ID: clip(e.ID), Type: LinkClicked, At: past(e.At, d.now), Data: map[string]any{"link": cut(e.To, MaxAttribute)}}
	if m := e.Message; m.Run != 0 {
		workflow, step := d.p.stepNamed(m.Name)
		h.Run, h.Data["workflow"], h.Data["step"] = m.Run, workflow, step
		if run := d.run(m.Run); run != nil {
			run.click(step, h.At)
		}
	}
	d.count("clicked")
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
