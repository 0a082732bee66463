package decided

import (
	"fmt"
	"runtime/debug"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Run calls decide. A panic in it is an error of this one decision, with its stack.
func Run(decide store.Decide, view store.View) (d fsm.Decision, err error) {
	defer func() {
		if p := recover(); p != nil {
			d, err = fsm.Decision{}, fmt.Errorf("%w: panic: %v\n%s", store.ErrDecision, p, debug.Stack())
		}
	}()
	return decide(view)
}
