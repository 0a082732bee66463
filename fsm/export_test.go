package fsm

import "pgregory.net/rapid"

// DecideChecked decides, and checks all that must hold of every decision.
func DecideChecked(p *Program, rec Record, in Inputs, ev Event, now Moment) (Decision, error) {
	return decideChecked(p, rec, in, ev, now)
}

// RoundTrip takes a record through its encoding, as a store does.
func RoundTrip(t *rapid.T, rec Record) Record { return roundTrip(t, rec) }

// WithRow brings an event the message that it is about.
func WithRow(ev Event, rows map[uint64]Message) Event { return withRow(ev, rows) }

// PromiseTable checks what a program's table promises of its workflows.
func PromiseTable(t *rapid.T, p *Program) {
	classes := map[string]Class{}
	for _, w := range p.Workflows {
		classes[w.Name] = w.Class
	}
	promiseRows(t, p.Machine().Rows(), classes)
	promiseStates(t, p.Machine(), classes)
}
