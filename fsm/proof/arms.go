package proof

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// arms notices splits whose arms differ in more than one thing: what came of which nobody can tell.
func (f *finder) arms() {
	for i, g := range f.crowd.graphs {
		for k := range g.w.Steps {
			if g.w.Steps[k].Kind == fsm.SplitStep {
				f.armsOf(i, k)
			}
		}
	}
}

func (f *finder) armsOf(workflow, split int) {
	g := f.crowd.graphs[workflow]
	s := &g.w.Steps[split]
	var names []string
	var passes []passage
	for _, a := range s.Arms {
		if p := g.pass(split, a.Name); len(p.texts) > 0 { // a holdout gets nothing, and differs in that
			names, passes = append(names, a.Name), append(passes, p)
		}
	}
	for i := range passes {
		if things := passes[i].differs(passes[0]); len(things) > 1 {
			f.notice(place(g.w, s)+".arms."+names[i], "differs from the arm %s in %s: whichever does better, nobody can tell why; let arms differ in one thing",
				names[0], listed(things))
		}
	}
}

// passage is what an arm gets.
type passage struct {
	texts  []string
	offers string
	waits  time.Duration
}

// differs lists the things in which two passages differ. An offer is told in the text, so it counts
// for both; and who just gets some texts less differs in that alone.
func (p passage) differs(o passage) (things []string) {
	if p.waits == o.waits && (p.within(o) || o.within(p)) {
		return nil
	}
	switch {
	case p.offers != o.offers:
		things = append(things, "the offer")
	case len(p.texts) == len(o.texts) && !slices.Equal(p.texts, o.texts):
		things = append(things, "the words")
	}
	if len(p.texts) != len(o.texts) {
		things = append(things, "the number of texts")
	}
	if p.waits != o.waits {
		things = append(things, "the waits")
	}
	return things
}

// within tells whether another passage has all texts of this one.
func (p passage) within(o passage) bool {
	return !slices.ContainsFunc(p.texts, func(text string) bool { return !slices.Contains(o.texts, text) })
}

// pass walks from a split on as an arm does, by the conditions that name the arm; others hold.
func (g *graph) pass(split int, arm string) (p passage) {
	seen := map[int]bool{}
	name := g.w.Steps[split].Name
	for i, ok := split+1, true; ok && i < len(g.w.Steps) && !seen[i]; {
		seen[i] = true
		s := &g.w.Steps[i]
		next := s.Next
		switch s.Kind {
		case fsm.SendStep, fsm.AskStep:
			if armHolds(s.If, name, arm) {
				p.add(s, name, arm)
			}
		case fsm.WaitStep:
			p.waits += s.Wait.For
		case fsm.BranchStep:
			if c := slices.IndexFunc(s.Cases, func(c fsm.BranchCase) bool { return armHolds(c.If, name, arm) }); c >= 0 {
				next = s.Cases[c].Then
			}
		case fsm.ExitStep:
			return p
		}
		i, ok = g.stepAfter(i, next)
	}
	return p
}

// add adds a step's text.
func (p *passage) add(s *fsm.Step, split, arm string) {
	for _, c := range s.Texts {
		if armHolds(c.If, split, arm) {
			p.texts = append(p.texts, c.Text)
			break
		}
	}
	p.offers += s.Offer + " "
}

// stepAfter is the step that a way leads to.
func (g *graph) stepAfter(i int, next string) (int, bool) {
	if next == "" {
		return i + 1, true
	}
	to, ok := g.index[next]
	return to, ok
}

var armForm = regexp.MustCompile(`arm\.(\w+)\s*(==|!=)\s*(?:'([^']*)'|"([^"]*)")`)

// armHolds tells whether a condition lets an arm pass; what it asks beside the arm is taken to hold.
func armHolds(condition, split, arm string) bool {
	for _, m := range armForm.FindAllStringSubmatch(condition, -1) {
		if m[1] == split && (m[3]+m[4] == arm) != (m[2] == "==") && !strings.Contains(condition, "||") {
			return false
		}
	}
	return true
}
