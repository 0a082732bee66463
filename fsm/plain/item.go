package plain

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// Item tells what a calendar item will do.
func Item(r *fsm.Record, i fsm.Item) string {
	switch i.Kind {
	case fsm.ItemStep:
		return step(r, i.Run, i.Step) + " goes on"
	case fsm.ItemTimeout:
		return step(r, i.Run, i.Step) + " waits no longer"
	case fsm.ItemText:
		return "the guards are asked again for " + r.NameOf(*i.Want)
	case fsm.ItemEnter:
		return "the event " + i.Fact.Type + " has settled: it may start the workflow " + i.Workflow
	case fsm.ItemPending:
		return "the opt-in lapses unless it is confirmed"
	case fsm.ItemThread:
		return "the thread goes back to the bot"
	case fsm.ItemAnswer:
		return "an answer of the staff is due, or whoever has the thread loses it"
	case fsm.ItemSnooze:
		return "the thread comes back that was put aside"
	case fsm.ItemHold:
		return "the text that may be a revocation must be looked at"
	case fsm.ItemCall:
		return "the call of " + step(r, i.Run, i.Step) + " is made again"
	case fsm.ItemDate:
		return "a date comes: it may start the workflow " + i.Workflow
	}
	return string(i.Kind)
}

// step names a step of a live run.
func step(r *fsm.Record, id uint64, name string) string {
	for _, run := range r.Runs {
		if run.ID == id {
			return Run(run, name)
		}
	}
	return name
}

// Run names a step of a run, with the run's key where it has one: "cart.remind of c1".
func Run(run fsm.Run, step string) string {
	if run.Key == "" {
		return run.Workflow + "." + step
	}
	return fmt.Sprintf("%s.%s of %s", run.Workflow, step, run.Key)
}
