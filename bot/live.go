package bot

import "github.com/parley-sms/parley/fsm"

// live is the program that decides, with what was proven of it.
type live struct {
	program *fsm.Program
	bounds  fsm.Bounds
}

// SetProgram makes another program the live one. Decisions that are under way end under the old one
// first: when it returns, nothing of that can be stored any more.
func (e *Engine) SetProgram(p *fsm.Program) {
	next := &live{p, e.Bounds(p)} // before the gate: it takes a moment
	e.gate.Lock()
	defer e.gate.Unlock()
	e.live.Store(next)
}

// Program is the live program.
func (e *Engine) Program() *fsm.Program { return e.live.Load().program }
