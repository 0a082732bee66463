package fsm

import (
	"math"
	"time"
)

// Holdout is a share of all people who get no marketing at all, so that what marketing brings can be told from
// what would have come anyway. Everybody is drawn once.
type Holdout struct {
	Share float64 // from 0 to MostHeld; 0: nobody
	Salt  string  // another one draws anew
	Since string  // "2026-11-01": from that day on, by the shop's clock; empty: at once
}

// MostHeld is the greatest share of people that a holdout may hold.
const MostHeld = 0.5

// The arms of the program's holdout as an experiment.
const (
	HeldArm   = "held"
	TextedArm = "texted"
)

// Name is how the holdout is called among experiments: no split of a workflow is called so.
func (h Holdout) Name() string {
	if h.Salt == "" {
		return "holdout"
	}
	return "holdout/" + h.Salt
}

// Arms are the holdout's arms with their weights.
func (h Holdout) Arms() []Arm {
	const all = 1_000_000
	held := int(math.Round(h.Share * all))
	return []Arm{{HeldArm, held}, {TextedArm, all - held}}
}

// arm draws whether a person is held. Of a larger share are all who were of the smaller one.
func (h Holdout) arm(secret []byte, phone Phone) string {
	return draw(secret, h.Name()+"|"+string(phone), h.Arms())
}

// HoldoutArm is what a person would be drawn for under a secret; "" where the program has no holdout.
func (p *Program) HoldoutArm(secret []byte, phone Phone) string {
	if p.Holdout.Share <= 0 {
		return ""
	}
	return p.Holdout.arm(secret, phone)
}

// holdoutArm is the arm that the person has, or is drawn for; "" where there is no holdout now.
func (d *deciding) holdoutArm() string {
	h := d.p.Holdout
	if h.Share <= 0 || d.now < d.p.heldSince {
		return ""
	}
	if x := d.exposed(h.Name()); x != nil {
		return x.Arm
	}
	return h.arm(d.in.Secret, d.rec.Phone)
}

// guardHoldout keeps all marketing from who is held, what answers him too.
func (d *deciding) guardHoldout(a asked) verdict {
	if a.wf.Class.Purpose() == ForMarketing && d.holdoutArm() == HeldArm {
		return dropped("in the program's holdout, which gets no marketing").named(d.p.Holdout.Name())
	}
	return verdict{}
}

// exposeHoldout notes that marketing wants to go to the person: here who is held parts from who is not.
func (d *deciding) exposeHoldout(w *Want) {
	if w.Run != 0 && w.Class.Purpose() == ForMarketing && d.ground() == Subscribed {
		d.expose(d.p.Holdout.Name(), d.holdoutArm(), d.p.Holdout.Arms())
	}
}

// holdout checks the program's holdout.
func (c *compiler) holdout() {
	h := c.p.Holdout
	if h.Share < 0 || h.Share > MostHeld {
		c.fail("holdout", "holds %g%% of all people; it may hold up to %g%%", h.Share*100, MostHeld*100)
	}
	if h.Salt != "" {
		c.name("holdout.salt", h.Salt)
	}
	if h.Since == "" {
		return
	}
	day, err := time.ParseInLocation(time.DateOnly, h.Since, c.p.zone)
	if err != nil {
		c.fail("holdout.since", "%q is no date; write it like 2026-11-01", h.Since)
	}
	c.p.heldSince = At(day)
}
