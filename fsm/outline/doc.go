// Package outline says in plain words what a program, its workflows and its steps are: as facts, each
// with a name that is also its place in the files. Two programs are compared by their facts, and
// pictures write them beside a step.
//
// Equal definitions have equal facts, and a difference of any kind is a difference of a fact. What a
// step or workflow was called before (moved) is no fact: it says how people move, not what is.
package outline

// Fact is one thing that a program, workflow or step says.
type Fact struct {
	Name string // "wait", "text.es", "enter.limit"
	Says string // "24h"
}

// facts collects what is said; what says nothing is no fact.
type facts []Fact

func (f *facts) add(name, says string) {
	if says != "" {
		*f = append(*f, Fact{name, says})
	}
}

func (f *facts) when(holds bool, name, says string) {
	if holds {
		f.add(name, says)
	}
}
