package fsm

import "fmt"

// Fault is something about a definition that its author should know. Compile's errors are Faults.
type Fault struct {
	Where   string // the place, by names: "workflows.welcome.steps.interest.text[1].if", "caps[0]"
	Message string // what can happen and what would be right
	Level   Level
}

// Level tells how grave a Fault is.
type Level int

// The levels.
const (
	Refusal Level = iota // the program cannot be used
	Warning              // it can, but something may go wrong
	Notice               // it could be better
)

// Error gives the place and what is wrong there.
func (f *Fault) Error() string { return fmt.Sprintf("%s: %s", f.Where, f.Message) }
