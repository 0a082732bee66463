package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// stepKind is a kind of step: the first key of its shape, which names it, and how the rest is
// read and written.
type stepKind struct {
	kind  fsm.StepKind
	shape *format.Shape
	read  func(r *reader, o format.Object, s *fsm.Step)
	print func(p *printer, k *format.Keys, s *fsm.Step) string // gives what an automatic name says
}

var kinds = []stepKind{
	{fsm.SendStep, &sendShape, readSend, printSend},
	{fsm.AskStep, &askShape, readAsk, printAsk},
	{fsm.WaitStep, &waitShape, readWait, printWait},
	{fsm.WaitForStep, &waitForShape, readWaitFor, printWaitFor},
	{fsm.BranchStep, &branchStepShape, readBranch, printBranch},
	{fsm.SplitStep, &splitShape, readSplit, printSplit},
	{fsm.SetStep, &setShape, readSet, printSet},
	{fsm.StartStep, &startShape, readStart, printStart},
	{fsm.HandoffStep, &handoffShape, readNothing, printNothing},
	{fsm.CallStep, &callStepShape, readCall, printCall},
	{fsm.ExitStep, &exitStepShape, readNothing, printNothing},
}

// nameKey is the key that names a step of the kind.
func (k *stepKind) nameKey() string {
	if k.shape.Key("name") != nil {
		return "name"
	}
	return string(k.kind)
}

// kindNamed finds a kind of step; one that does not exist says nothing.
func kindNamed(name fsm.StepKind) stepKind {
	for _, k := range kinds {
		if k.kind == name {
			return k
		}
	}
	return stepKind{name, &format.Shape{}, readNothing, printNothing}
}

// stepKinds gives every kind of step as a kind of value.
func stepKinds() []format.Kind {
	out := make([]format.Kind, len(kinds))
	for i, k := range kinds {
		out[i] = format.Of(k.shape)
	}
	return out
}
