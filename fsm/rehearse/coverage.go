package rehearse

import (
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// Coverage is what the tests have shown of one workflow, or of what holds for all.
type Coverage struct {
	Workflow string  `json:"workflow"` // or AllWorkflows
	Groups   []Group `json:"groups"`
}

// Group is what the tests have shown of one kind of things.
type Group struct {
	Kind  string   `json:"kind"` // "steps", "answers", "timeouts", …
	Of    int      `json:"of"`
	Taken int      `json:"taken"`
	Never []string `json:"never"` // in plain words
}

// cover compares what can happen in the workflows with what the tests have shown.
func cover(p *fsm.Program, seen map[string]bool) []Coverage {
	all := []Coverage{}
	for i := range p.Workflows {
		w := &p.Workflows[i]
		l := &listing{p: p, w: w, seen: seen}
		l.entry()
		for j := range w.Steps {
			l.step(&w.Steps[j])
		}
		l.ends()
		slices.SortFunc(l.groups, func(a, b Group) int { return slices.Index(kinds(), a.Kind) - slices.Index(kinds(), b.Kind) })
		all = append(all, Coverage{w.Name, l.groups})
	}
	if l := (&listing{p: p, seen: seen}); l.shared() {
		all = append(all, Coverage{AllWorkflows, l.groups})
	}
	return all
}

// AllWorkflows stands where the name of a workflow does, for what is a rule of the whole program.
const AllWorkflows = "all workflows"

// listing lists what can happen in one workflow.
type listing struct {
	p      *fsm.Program
	w      *fsm.Workflow
	seen   map[string]bool
	groups []Group
}

// kinds lists the kinds of things in the order in which they are told.
func kinds() []string {
	return []string{"steps", "answers", "timeouts", "events", "cases", "arms", "ends", "sources", guards, handoffs}
}

// add counts one thing that can happen: its kind, its name in seen, and its name for people.
func (l *listing) add(kind, key, name string) {
	i := slices.IndexFunc(l.groups, func(g Group) bool { return g.Kind == kind })
	if i < 0 {
		i = len(l.groups)
		l.groups = append(l.groups, Group{Kind: kind, Never: []string{}})
	}
	g := &l.groups[i]
	g.Of++
	if l.seen[key] {
		g.Taken++
	} else {
		g.Never = append(g.Never, name)
	}
}

const (
	guards   = "guards"   // what keeps a text or an entry from happening
	handoffs = "handoffs" // what fetches a person
)

// entry lists what may keep people from entering.
func (l *listing) entry() {
	e := &l.w.Enter
	if e.If != "" {
		l.add(guards, "refuse "+l.w.Name+"=condition", "does not enter: its if does not hold")
	}
	if e.Limit > 0 {
		l.add(guards, "refuse "+l.w.Name+"=entry limit", "does not enter: the limit")
	}
	for _, event := range e.Unless {
		l.add(guards, "cancel "+l.w.Name+"="+event, "does not enter: "+event+" came before")
	}
}

// step lists what can happen at a step.
func (l *listing) step(s *fsm.Step) {
	at := l.w.Name + "." + s.Name
	l.add("steps", "step "+at, s.Name)
	for _, a := range s.Answers {
		l.add("answers", answerKey(at, a.Name), s.Name+": "+a.Name)
	}
	if s.Free {
		l.add("answers", answerKey(at, free), s.Name+": "+free)
	}
	if s.Timeout > 0 || s.Kind == fsm.CallStep {
		l.add("timeouts", "timeout "+at, s.Name)
	}
	if s.Kind == fsm.CallStep {
		l.add("events", "called "+at, s.Name+": its answer")
	}
	if s.Wait.Of != "" || s.Wait.Date != "" {
		l.add("timeouts", "passed "+at, s.Name+": past already, or not known")
	}
	for _, e := range s.Events {
		l.add("events", "woke "+at+"="+e.On, s.Name+": "+e.On)
	}
	for i, c := range s.Cases {
		name := fmt.Sprintf("%s: case %d (%s)", s.Name, i+1, c.If)
		if c.If == "" {
			name = s.Name + ": else"
		}
		l.add("cases", fmt.Sprintf("case %s=%d", at, i+1), name)
	}
	for _, a := range s.Parts() {
		if a.Weight > 0 {
			l.add("arms", "arm "+at+"="+a.Name, s.Name+": "+a.Name)
		}
	}
	l.kept(s, at)
}

// kept lists what may keep a step's text from being sent.
func (l *listing) kept(s *fsm.Step, at string) {
	if s.If != "" {
		l.add(guards, kept(at, "condition"), s.Name+": its if does not hold")
	}
	offer := l.p.Offers[s.Offer]
	if offer.If != "" {
		l.add(guards, kept(at, "offer "+s.Offer+": condition"), s.Name+": the if of its offer does not hold")
	}
	if offer.Limit > 0 {
		l.add(guards, kept(at, "offer "+s.Offer+": given already"), s.Name+": its offer was given already")
	}
	if s.Capped == fsm.ToDrop {
		l.add(guards, kept(at, "cap"), s.Name+": exceeds a cap")
	}
	if s.SendBy > 0 {
		l.add(guards, kept(at, "send_by"), s.Name+": send_by passes")
	}
}

// ends lists how runs may end before their last step, and what may hold the texts of all steps.
func (l *listing) ends() {
	if g := l.w.Goal; g != nil {
		l.add("ends", "exit "+l.w.Name+"=goal "+g.On, "goal "+g.On)
	}
	var on []string
	for _, e := range l.w.Exits {
		if !slices.Contains(on, e.On) {
			on = append(on, e.On)
			l.add("ends", "exit "+l.w.Name+"=exit on "+e.On, "exit on "+e.On)
		}
	}
	if texts(l.w) && l.quiet() {
		l.add(guards, heldBy(l.w.Name, "quiet"), "a text waits for the end of quiet hours")
	}
	for _, c := range l.w.Caps {
		l.add(guards, heldBy(l.w.Name, "cap "+c.String()+" of "+l.w.Name), "a text exceeds its cap "+c.String())
	}
}

// texts tells whether a workflow has steps with texts.
func texts(w *fsm.Workflow) bool {
	return slices.ContainsFunc(w.Steps, func(s fsm.Step) bool { return s.Kind == fsm.SendStep || s.Kind == fsm.AskStep })
}

// quiet tells whether there are hours at which nothing unasked may be sent.
func (l *listing) quiet() bool {
	for day := range 7 {
		open := slices.ContainsFunc(l.p.Quiet, func(w fsm.Window) bool { return w.Days[day] && w.From == 0 && w.To == 24*60 })
		if !open {
			return true
		}
	}
	return false
}

// shared lists what may keep back the texts of many workflows, and tells whether there is anything: the
// caps and the gap, by class, and the suppressions. A text of one workflow shows them for all. Then it lists the
// rules that fetch a person, and what sources tell.
func (l *listing) shared() bool {
	for _, class := range fsm.Classes() {
		sends := func(w fsm.Workflow) bool { return w.Class == class && texts(&w) }
		limited := slices.ContainsFunc(l.p.Limits(), func(c fsm.Cap) bool { return c.Covers(class) })
		if limited && slices.ContainsFunc(l.p.Workflows, sends) {
			l.add(guards, l.shown("cap", sends), "a text of the class "+string(class)+" waits for the frequency cap")
		}
	}
	if sends := func(w fsm.Workflow) bool { return w.Class.Purpose() == fsm.ForMarketing && texts(&w) }; l.p.Holdout.Share > 0 && slices.ContainsFunc(l.p.Workflows, sends) {
		l.add(guards, l.shown("holdout", sends), "a text is kept from somebody in the holdout (arms: {holdout: held})")
	}
	for _, name := range slices.Sorted(maps.Keys(l.p.Suppress)) {
		sends := func(w fsm.Workflow) bool { return l.p.Suppressed(name, &w) && texts(&w) }
		if slices.ContainsFunc(l.p.Workflows, sends) {
			l.add(guards, l.shown("suppress "+name, sends), "a text is kept back by the suppression "+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.p.Support.HandoffWhen)) {
		l.add(handoffs, "handoff "+name, "a text fetches a person by the rule "+name)
	}
	l.sources()
	return len(l.groups) > 0
}

// sources lists what the payloads of sources may tell.
func (l *listing) sources() {
	for _, name := range slices.Sorted(maps.Keys(l.p.Sources)) {
		s := l.p.Sources[name]
		for i := range s.Mappings {
			if m := &s.Mappings[i]; l.p.Tells(&s, m) {
				l.add("sources", mappingKey(name, m.Name), name+": "+m.Name)
			}
		}
	}
}

// shown is the name in seen of what has kept a text of some workflow back.
func (l *listing) shown(what string, of func(fsm.Workflow) bool) string {
	var key string
	for _, w := range l.p.Workflows {
		if of(w) && (key == "" || !l.seen[key]) {
			key = heldBy(w.Name, what)
		}
	}
	return key
}
