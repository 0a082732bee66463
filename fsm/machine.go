package fsm

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"

	looplab "github.com/looplab/fsm"
)

// Machine is the compiled table of everything that may happen to a subscriber. One Machine serves
// every subscriber of a revision: it is put into a state, asked, and forgets.
type Machine struct {
	mu     sync.Mutex
	fsm    *looplab.FSM
	rows   []Transition
	states map[State]bool
}

// Transition is one row of the table: in state From, Event leads to To.
type Transition struct {
	Event string
	From  State
	To    State
}

var (
	stateForm = regexp.MustCompile(`^[a-z]+(\+([a-z0-9_]+\.[a-z0-9_]+|agent))?$`)
	eventForm = regexp.MustCompile(`^[a-z_]+(:[a-z0-9_]+(\.[a-z0-9_]+)?)?$`)
)

// newMachine builds the library's machine, after refusing what the library would swallow: two rows
// for one event and state, misspelt names, and names that mean something else to the library.
func newMachine(rows []Transition) (*Machine, error) {
	m := &Machine{rows: rows, states: map[State]bool{}}
	seen := make(map[[2]string]State, len(rows))
	named := map[string]bool{}
	events := make(looplab.Events, 0, len(rows))
	for _, r := range rows {
		if !m.spelt(r.From) || !m.spelt(r.To) || !named[r.Event] && !eventForm.MatchString(r.Event) {
			return nil, fmt.Errorf("transition %q from %q to %q: a name may hold only a-z, 0-9 and _", r.Event, r.From, r.To)
		}
		key := [2]string{r.Event, string(r.From)}
		if to, twice := seen[key]; twice {
			return nil, fmt.Errorf("transition %q from %q leads to both %q and %q", r.Event, r.From, to, r.To)
		}
		seen[key] = r.To
		m.states[r.From], m.states[r.To], named[r.Event] = true, true, true
		events = append(events, looplab.EventDesc{Name: r.Event, Src: []string{string(r.From)}, Dst: string(r.To)})
	}
	for _, r := range rows {
		if m.states[State(r.Event)] || r.Event == "state" || r.Event == "event" {
			return nil, fmt.Errorf("transition %q: its name is a state's, or means something else to the library", r.Event)
		}
	}
	m.fsm = looplab.NewFSM(Unknown, events, looplab.Callbacks{})
	return m, nil
}

// spelt tells whether a state is well spelt; one that was taken in already is.
func (m *Machine) spelt(s State) bool { return m.states[s] || stateForm.MatchString(string(s)) }

// Fire asks the table where an event leads from a state. The second result is false where the
// table has no such transition: then it cannot happen.
func (m *Machine) Fire(from State, event string) (State, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fsm.SetState(string(from))
	if !m.fsm.Can(event) { // Event would scan the whole table to say no
		return from, false
	}
	// Background: a cancelled context would leave the shared machine stuck half-way.
	err := m.fsm.Event(context.Background(), event)
	var same looplab.NoTransitionError
	if err != nil && !errors.As(err, &same) {
		return from, false
	}
	return State(m.fsm.Current()), true
}

// Can tells whether the table has a transition for the event in a state.
func (m *Machine) Can(from State, event string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fsm.SetState(string(from))
	return m.fsm.Can(event)
}

// Knows tells whether the table has the state at all.
func (m *Machine) Knows(s State) bool { return m.states[s] }

// Rows lists the table in the order it was compiled.
func (m *Machine) Rows() []Transition { return m.rows }
