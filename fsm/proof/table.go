package proof

import (
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// table proves of the compiled machine what all else rests on: every state can be come to and left
// again, every question ends by itself, and nothing of a marketing workflow happens but to who has
// agreed to it.
func (f *finder) table() {
	rows := f.p.Machine().Rows()
	left, timed, reached := map[fsm.State]bool{}, map[fsm.State]bool{}, map[fsm.State]bool{fsm.Unknown: true}
	for _, r := range rows {
		left[r.From] = left[r.From] || r.To != r.From
		timed[r.From] = timed[r.From] || r.Event == "timeout"
		f.consented(r)
	}
	out := map[fsm.State][]fsm.State{}
	for _, r := range rows {
		out[r.From] = append(out[r.From], r.To)
	}
	for queue := []fsm.State{fsm.Unknown}; len(queue) > 0; queue = queue[1:] {
		for _, to := range out[queue[0]] {
			if !reached[to] {
				reached[to] = true
				queue = append(queue, to)
			}
		}
	}
	for _, r := range rows {
		f.state(r.From, reached, left, timed)
	}
}

// state refuses a state that is a trap, or that nobody is ever in; each once.
func (f *finder) state(s fsm.State, reached, left, timed map[fsm.State]bool) {
	where := "workflows"
	if workflow, step, asks := strings.Cut(s.Foreground(), "."); asks {
		where = "workflows." + workflow + ".steps." + step
		if !timed[s] {
			f.refuse(where, "who never answers stays in the question for ever (state %s); give it a timeout", s)
			timed[s] = true
		}
	}
	if !reached[s] {
		f.refuse(where, "no way leads to the state %s, so nobody is ever asked; lead to it", s)
		reached[s] = true
	}
	if !left[s] {
		f.refuse(where, "who comes into the state %s never leaves it; lead out of it", s)
		left[s] = true
	}
}

// consented refuses a row by which a marketing workflow would reach somebody who has not agreed to it,
// or talk over an agent.
func (f *finder) consented(r fsm.Transition) {
	kind, name, _ := strings.Cut(r.Event, ":")
	workflow, step, _ := strings.Cut(name, ".")
	i, ours := f.crowd.index[workflow]
	if !ours || kind == "suspend" || f.p.Workflows[i].Class.Purpose() != fsm.ForMarketing {
		return
	}
	if r.From.Ground() != fsm.Subscribed || r.From.Foreground() == fsm.Agent {
		f.refuse("workflows."+workflow+".steps."+step, "the table would text it to who is %s, without consent or over an agent", r.From)
	}
}

// ways warns of workflows that nothing starts, and of steps that no way leads to.
func (f *finder) ways() {
	for i, g := range f.crowd.graphs {
		reached := make([]bool, len(g.w.Steps))
		begins := false
		for _, asked := range []bool{false, true} {
			b := beginning{i, asked}
			if _, ever := f.crowd.starters[b]; ever {
				begins = true
				for n, t := range g.soonest(edge{to: b.root()}) {
					reached[node(n).step()] = reached[node(n).step()] || t != never
				}
			}
		}
		if !begins {
			f.warn(place(g.w, nil), "nothing starts it, so nobody ever gets its texts; give it an enter, a keyword or a start: elsewhere")
			continue
		}
		for k, yes := range reached {
			if !yes {
				f.warn(place(g.w, &g.w.Steps[k]), "no way leads to this step, so nobody ever comes to it; lead to it with then:, or take it out")
			}
		}
	}
}
