package proof

import (
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// firstTexts warns of marketing workflows whose first text does not say whom it is from. One that
// begins with the opt-in itself follows the welcome, and one that begins with a keyword answers a text
// to the brand.
func (f *finder) firstTexts() {
	for i, g := range f.crowd.graphs {
		starters, begins := f.crowd.starters[beginning{i, false}]
		greeted := slices.Equal(g.w.Enter.On, []string{fsm.OptedIn}) && g.w.Enter.Delay == 0 && len(starters) == 0
		if !begins || greeted || g.w.Class.Purpose() != fsm.ForMarketing {
			continue
		}
		for _, s := range g.first() {
			for _, t := range stepWordings(f.p, g.w, s) {
				if t.offer && !f.saysBrand(f.shown(t.source)) {
					f.warn(t.where, "is the first that a person gets of %s, and does not say that it is from %s: "+
						"who does not know the number takes it for spam; begin it with {{ brand }}:", g.w.Name, f.p.Brand)
				}
			}
		}
	}
}

// first lists the steps whose text can be the first of a run.
func (g *graph) first() []*fsm.Step {
	var list []*fsm.Step
	seen := make([]bool, len(g.over))
	for queue := []node{at(0, false)}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		if seen[n] {
			continue
		}
		seen[n] = true
		s := &g.w.Steps[n.step()]
		texts := s.Kind == fsm.SendStep || s.Kind == fsm.AskStep
		if texts && !slices.Contains(list, s) {
			list = append(list, s)
		}
		if texts && s.If == "" && s.Offer == "" {
			continue
		}
		for _, e := range g.over[n] {
			queue = append(queue, e.to)
		}
	}
	return list
}
