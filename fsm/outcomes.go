package fsm

// mostSpent bounds what one person's purchases count for in an experiment, in hundredths of the currency: its
// square must still fit into a sum over many people.
const mostSpent = 1_000_000 * 100

// outcomes books an event that is what an experiment is for, in which the person is.
func (d *deciding) outcomes(h Happened) {
	for i := range d.rec.Exposed {
		x := &d.rec.Exposed[i]
		if !x.Converted && d.p.counts(x, h.At) && d.converts(x, &h) {
			x.Converted = true
			d.outcome(x, SumConverted, 1)
		}
	}
}

// outcomeSpent books for the experiments of the person what an order of some time is worth, or less than
// nothing for what was given back of it. The sum of squares needs what all orders came to before.
func (d *deciding) outcomeSpent(ordered Moment, amount int64) {
	for i := range d.rec.Exposed {
		x := &d.rec.Exposed[i]
		was := x.Spent
		if !d.p.counts(x, ordered) {
			continue
		}
		if x.Spent = max(min(was+amount, mostSpent), 0); x.Spent != was {
			d.outcome(x, SumSpent, x.Spent-was)
			d.outcome(x, SumSpentSquared, squared(x.Spent)-squared(was))
		}
	}
}

// squared is the square of an amount, in hundredths as the amount is.
func squared(amount int64) int64 { return amount * amount / 100 }

// converts tells whether an event is what an experiment is for: the goal of its workflow, or else a purchase.
// It is asked of the person rather than of a run, since the runs of some arms end sooner than those of others:
// so a goal's condition knows nothing there of what started the run.
func (d *deciding) converts(x *Exposure, h *Happened) bool {
	workflow, split := x.place()
	w := d.p.workflows[workflow]
	if w == nil || w.Goal == nil {
		return h.Type == Purchase
	}
	run := &Run{Workflow: workflow, EnteredAt: x.At, Since: x.At, Arms: map[string]string{split: x.Arm}}
	return w.Goal.On == h.Type && d.meets(w.Goal.If, run, h)
}

// outcomeOptOut books that the person wants no more marketing, once for each experiment.
func (d *deciding) outcomeOptOut() {
	for i := range d.rec.Exposed {
		if x := &d.rec.Exposed[i]; !x.OptedOut && d.p.counts(x, d.when) {
			x.OptedOut = true
			d.outcome(x, SumOptOuts, 1)
		}
	}
}

// outcomeText books a text of a workflow that went out at some time, or takes that back: for the experiments of
// the workflow, and if it is marketing for the program's holdout.
// Its run may be over by then.
func (d *deciding) outcomeText(m *Message, n int64) {
	if m.Run == 0 {
		return
	}
	of, _ := d.p.stepNamed(m.Name)
	for i := range d.rec.Exposed {
		x := &d.rec.Exposed[i]
		workflow, _ := x.place()
		ours := workflow == of || workflow == "" && m.Class.Purpose() == ForMarketing
		if ours && d.p.counts(x, m.At) {
			d.outcome(x, SumTexts, n)
		}
	}
}
