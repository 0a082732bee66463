package picture

import (
	"strings"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/outline"
)

// Steps draws the way of a run through a workflow: its trigger, its steps and where each leads.
func Steps(w *fsm.Workflow) Graph {
	g := Graph{Title: "steps of " + w.Name}
	g.Nodes = append(g.Nodes, Node{Kind: "enter", Foreground: "workflow " + w.Name, Notes: notes(outline.Workflow(w))})
	at := map[string]int{}
	for i := range w.Steps {
		s := &w.Steps[i]
		at[s.Name] = len(g.Nodes)
		g.Nodes = append(g.Nodes, Node{Kind: string(s.Kind), Foreground: s.Name, Notes: notes(outline.Step(s))})
	}
	at[fsm.End] = len(g.Nodes)
	g.Nodes = append(g.Nodes, Node{Kind: "then", Foreground: "the end"})
	if len(w.Steps) > 0 {
		g.connect(0, 1, "enter", Same)
	}
	for i := range w.Steps {
		following := fsm.End
		if i+1 < len(w.Steps) {
			following = w.Steps[i+1].Name
		}
		for _, e := range exits(&w.Steps[i], following) {
			if to, known := at[e.to]; known {
				g.connect(at[w.Steps[i].Name], to, e.event, Same)
			}
		}
	}
	g.merge()
	return g
}

// edgeFacts are said by edges and by the node's kind, not by its notes.
var edgeFacts = []string{"kind", "then", "on_timeout", "passed", "cases", "wait_for"}

// notes writes facts into a node, each on a line.
func notes(facts []outline.Fact) []Note {
	var list []Note
	for _, f := range facts {
		if !edgeFact(f.Name) {
			list = append(list, Note{Text: clip(f.Name + " " + f.Says)})
		}
	}
	return list
}

func edgeFact(name string) bool {
	for _, e := range edgeFacts {
		if rest, ok := strings.CutPrefix(name, e); ok && (rest == "" || strings.ContainsAny(rest[:1], ".[")) {
			return true
		}
	}
	return false
}

// widest is how many letters of a note or label are shown.
const widest = 44

func clip(s string) string {
	if utf8.RuneCountInString(s) <= widest {
		return s
	}
	return string([]rune(s)[:widest-1]) + "…"
}

// exit is one way out of a step.
type exit struct{ event, to string }

// exits lists the ways out of a step; what is not said leads to the step that follows.
func exits(s *fsm.Step, following string) []exit {
	to := func(step, otherwise string) string {
		if step == "" {
			return otherwise
		}
		return step
	}
	next := to(s.Next, following)
	if s.Kind == fsm.ExitStep {
		return []exit{{"then", fsm.End}}
	}
	var list []exit
	for _, a := range s.Answers {
		list = append(list, exit{"answer " + a.Name, to(a.Next, next)})
	}
	if s.Free {
		list = append(list, exit{"any answer", next})
	}
	for _, e := range s.Events {
		list = append(list, exit{clip(strings.TrimSuffix("on "+e.On+" if "+e.If, " if ")), to(e.Then, next)})
	}
	open := true // whether the step can lead on by itself
	for _, c := range s.Cases {
		label := "else"
		if c.If != "" {
			label = clip("if " + c.If)
		}
		open = open && c.If != ""
		list = append(list, exit{label, to(c.Then, next)})
	}
	if s.Kind == fsm.AskStep || s.Kind == fsm.WaitForStep || s.Kind == fsm.CallStep {
		list = append(list, exit{"timeout", to(s.OnTimeout, next)})
		open = s.Kind == fsm.CallStep || s.If != ""
	}
	if s.Wait.Passed != "" {
		list = append(list, exit{"passed", s.Wait.Passed})
	}
	if open {
		list = append(list, exit{"then", next})
	}
	return list
}
