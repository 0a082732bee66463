package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// stepKind is a kind of step: the first key of its shape, which names it, and how the rest is read.
type stepKind struct {
	kind  fsm.StepKind
	shape *format.Shape
	read  func(r *reader, o format.Object, s *fsm.Step)
}

var kinds = []stepKind{
	{fsm.SendStep, &sendShape, readSend},
	{fsm.AskStep, &askShape, readAsk},
	{fsm.WaitStep, &waitShape, readWait},
	{fsm.WaitForStep, &waitForShape, readWaitFor},
	{fsm.BranchStep, &branchStepShape, readBranch},
	{fsm.SplitStep, &splitShape, readSplit},
	{fsm.SetStep, &setShape, readSet},
	{fsm.StartStep, &startShape, readStart},
	{fsm.HandoffStep, &handoffShape, readNothing},
	{fsm.CallStep, &callStepShape, readCall},
	{fsm.ExitStep, &exitStepShape, readNothing},
}

// nameKey is the key that names a step of the kind.
func (k *stepKind) nameKey() string {
	if k.shape.Key("name") != nil {
		return "name"
	}
	return string(k.kind)
}

// stepKinds gives every kind of step as a kind of value.
func stepKinds() []format.Kind {
	out := make([]format.Kind, len(kinds))
	for i, k := range kinds {
		out[i] = format.Of(k.shape)
	}
	return out
}
