package bot

import "github.com/parley-sms/parley/fsm"

// SetProgram makes another program the live one. Decisions that are under way end under the old one
// first: when it returns, nothing of that can be stored any more.
func (e *Engine) SetProgram(p *fsm.Program) {
	e.gate.Lock()
	defer e.gate.Unlock()
	e.program.Store(p)
}
